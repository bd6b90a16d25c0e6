using Tollama.Actors.Abstractions;
using Tollama.Actors.Placement;

namespace Tollama.Actors.Activation;

/// <summary>A grain class as the generator saw it.</summary>
public sealed record GrainClass
{
    /// <summary>Grain type: the class name without <c>Grain</c>, in lower case.</summary>
    public required string Type { get; init; }

    /// <summary>Makes an instance; persistent states register themselves with the activation.</summary>
    public required Func<GrainActivator, IGrainBase> Activate { get; init; }

    /// <summary>Whether every method interleaves.</summary>
    public bool IsReentrant { get; init; }

    /// <summary>Whether idle activations stay.</summary>
    public bool IsKeptAlive { get; init; }

    /// <summary>How silos for new activations are chosen.</summary>
    public PlacementStrategy Placement { get; init; } = new HashBasedPlacement();

    /// <summary>How long an activation may be idle; null for the silo's default.</summary>
    public TimeSpan? CollectionAge { get; init; }
}
