using Tollama.Grains.Cluster;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Tests.Kit;

/// <summary>A cluster of one process.</summary>
internal sealed class TestCluster : IClusterView
{
    public IReadOnlyList<ClusterMember> Members { get; } = [new("local", 1, MemberState.Active, "all", "local")];

    public Task BeginDrainAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void EndActivations()
    {
        // Nobody could take the grains over.
    }
}
