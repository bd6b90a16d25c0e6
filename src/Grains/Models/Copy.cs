using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Grains.Routing;

namespace Tollama.Grains.Models;

/// <summary>A copy of a model, as its model knows it.</summary>
/// <param name="device">The device that it is on, <c>silo/device</c>.</param>
/// <param name="replica">The copy itself.</param>
/// <param name="load">What is known of how it does.</param>
internal sealed class Copy(string device, IReplicaGrain replica, CopyLoad load)
{
    /// <summary>The device that it is on.</summary>
    public string Device { get; } = device;

    /// <summary>The copy itself.</summary>
    public IReplicaGrain Replica { get; } = replica;

    /// <summary>What is known of how it does.</summary>
    public CopyLoad Load { get; } = load;

    /// <summary>Forecasts that were sent there and have not come back.</summary>
    public int Outstanding => Load.Outstanding;

    /// <summary>The weights that it was last asked for.</summary>
    public ModelArtifact? Artifact { get; set; }

    /// <summary>Whether it is the one that stays.</summary>
    public bool Stays { get; set; }
}
