using Tollama.Core.Metering;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Metering;

/// <summary>The usage store, seen through a grain: one writer for the whole cluster.</summary>
internal sealed class UsageGrain(IUsageStore store) : Grain, IUsageGrain
{
    public Task AddAsync(IReadOnlyList<UsageDelta> deltas)
    {
        store.Add(deltas);
        return Task.CompletedTask;
    }

    public Task<UsageRow?> FindAsync(string keyId) => Task.FromResult(store.Find(keyId));
}
