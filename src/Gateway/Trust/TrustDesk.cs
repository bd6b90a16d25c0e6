using Tollama.Core.Trust;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Routes;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Trust;

/// <summary>Judges signals: finds the agent, applies what outcomes have taught, and remembers the judgement.</summary>
internal sealed class TrustDesk(IGrainFactory grains, TrustCache cache, TimeProvider time)
{
    private ITrustGrain Ledger => grains.GetGrain<ITrustGrain>(GrainKeys.Trust);

    /// <summary>Judges one signal; null when no agent judges such signals.</summary>
    /// <exception cref="Core.Errors.ValidationException">The payload is not what its agent takes.</exception>
    public async Task<TrustResult?> JudgeAsync(TrustQuery query) => (await JudgeAsync([query]))[0];

    /// <summary>Judges several signals, in order.</summary>
    /// <exception cref="Core.Errors.ValidationException">A payload is not what its agent takes.</exception>
    public async Task<IReadOnlyList<TrustResult?>> JudgeAsync(IReadOnlyList<TrustQuery> queries)
    {
        var results = new List<TrustResult?>(queries.Count);
        var made = new List<TrustRecord>();
        foreach (var query in queries)
        {
            var result = cache.Find(query);
            if (result is null && TrustAgents.Select(query.Context) is { } agent)
            {
                var calibration = await Ledger.CalibrationAsync(agent.Name);
                result = agent.Analyze(query.Payload, calibration.Adjustments);
                cache.Keep(query, result);
                made.Add(
                    new TrustRecord(
                        result.Agent,
                        result.Domain,
                        result.Score,
                        result.Risk,
                        result.CalibrationStatus,
                        time.GetUtcNow()));
            }

            results.Add(result);
        }

        if (made.Count > 0)
        {
            await Ledger.AddRecordsAsync(made);
        }

        return results;
    }

    /// <summary>Judgements of a domain, the oldest first.</summary>
    public Task<IReadOnlyList<TrustRecord>> RecordsAsync(string domain) => Ledger.RecordsAsync(domain);

    /// <summary>Domains with judgements; all that there are agents for when there are none yet.</summary>
    public async Task<IReadOnlyList<string>> DomainsAsync()
    {
        var domains = await Ledger.DomainsAsync();
        return domains.Count > 0 ? domains : TrustAgents.Domains;
    }

    /// <summary>Calibration of every agent that has outcomes.</summary>
    public Task<IReadOnlyList<Calibration>> CalibrationsAsync() => Ledger.CalibrationsAsync();

    /// <summary>Adds an outcome; returns the agent's calibration with it.</summary>
    public Task<Calibration> AddOutcomeAsync(TrustOutcome outcome) => Ledger.AddOutcomeAsync(outcome);
}
