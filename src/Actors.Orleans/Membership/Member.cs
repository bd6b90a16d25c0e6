using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Membership;

/// <summary>One silo as Orleans' membership has it.</summary>
public sealed record Member
{
    /// <summary>Incarnation and where it listens.</summary>
    public required SiloAddress Address { get; init; }

    /// <summary>Name that a restart keeps.</summary>
    public required string Name { get; init; }

    /// <summary>What it does.</summary>
    public required SiloRole Role { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required SiloStatus Status { get; init; }
}
