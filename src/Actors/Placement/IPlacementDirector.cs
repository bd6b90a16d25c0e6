using Tollama.Actors.Abstractions;
using Tollama.Actors.Membership;

namespace Tollama.Actors.Placement;

/// <summary>Chooses a silo for a new activation: a pure function of the grain and the members.</summary>
public interface IPlacementDirector
{
    /// <summary>The type of strategy that this director carries out.</summary>
    Type Strategy { get; }

    /// <summary>The chosen silo; null when none will do.</summary>
    /// <param name="grainId">The grain.</param>
    /// <param name="candidates">Silos that take activations, at least one.</param>
    SiloAddress? OnAddActivation(GrainId grainId, IReadOnlyList<Member> candidates);
}
