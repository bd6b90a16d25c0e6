using Tollama.Core.Trust;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Trust;

/// <summary>The trust store, seen through a grain: one writer for the whole cluster.</summary>
internal sealed class TrustGrain(ITrustStore store) : Grain, ITrustGrain
{
    public async Task<Calibration> CalibrationAsync(string agent) =>
        Calibration.Of(agent, await store.OutcomesAsync(agent));

    public async Task<IReadOnlyList<Calibration>> CalibrationsAsync()
    {
        var calibrations = new List<Calibration>();
        foreach (string agent in await store.AgentsAsync())
        {
            calibrations.Add(await CalibrationAsync(agent));
        }

        return calibrations;
    }

    public async Task<Calibration> AddOutcomeAsync(TrustOutcome outcome)
    {
        await store.AddAsync(outcome);
        return await CalibrationAsync(outcome.Agent);
    }

    public Task AddRecordsAsync(IReadOnlyList<TrustRecord> records) => store.AddAsync(records);

    public Task<IReadOnlyList<TrustRecord>> RecordsAsync(string domain) => store.RecordsAsync(domain);

    public Task<IReadOnlyList<string>> DomainsAsync() => store.DomainsAsync();
}
