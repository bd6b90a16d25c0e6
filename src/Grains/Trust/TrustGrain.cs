using Tollama.Core.Trust;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Trust;

/// <summary>The trust store, seen through a grain: one writer for the whole cluster.</summary>
internal sealed class TrustGrain(ITrustStore store) : Grain, ITrustGrain
{
    public Task<Calibration> CalibrationAsync(string agent) =>
        Task.FromResult(Calibration.Of(agent, store.Outcomes(agent)));

    public Task<IReadOnlyList<Calibration>> CalibrationsAsync() => Task.FromResult<IReadOnlyList<Calibration>>(
        [.. store.Agents().Select(agent => Calibration.Of(agent, store.Outcomes(agent)))]);

    public Task<Calibration> AddOutcomeAsync(TrustOutcome outcome)
    {
        store.Add(outcome);
        return CalibrationAsync(outcome.Agent);
    }

    public Task AddRecordsAsync(IReadOnlyList<TrustRecord> records)
    {
        store.Add(records);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<TrustRecord>> RecordsAsync(string domain) => Task.FromResult(store.Records(domain));

    public Task<IReadOnlyList<string>> DomainsAsync() => Task.FromResult(store.Domains());
}
