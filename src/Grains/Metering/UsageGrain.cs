using Tollama.Core.Metering;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Metering;

/// <summary>The usage store, seen through a grain: one writer for the whole cluster.</summary>
internal sealed class UsageGrain(IUsageStore store) : Grain, IUsageGrain
{
    public Task AddAsync(string batch, IReadOnlyList<UsageDelta> deltas) => store.AddAsync(batch, deltas);

    public Task<UsageRow?> FindAsync(string keyId) => store.FindAsync(keyId);
}
