using Tollama.Grains.Contracts;

namespace Tollama.Grains.Cluster;

/// <summary>What a silo knows of its cluster, and what it can do to itself. The host brings it.</summary>
public interface IClusterView
{
    /// <summary>Every process, dead ones of the recent past included.</summary>
    IReadOnlyList<ClusterMember> Members { get; }

    /// <summary>From now on others put nothing new here.</summary>
    Task BeginDrainAsync(CancellationToken cancellationToken);

    /// <summary>Ends every activation of this process once its running calls have ended; returns at once.</summary>
    void EndActivations();
}
