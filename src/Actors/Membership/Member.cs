using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Membership;

/// <summary>One row of the membership table. All times are the database's.</summary>
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

    /// <summary>When it joined.</summary>
    public required DateTimeOffset JoinedAt { get; init; }

    /// <summary>When it last renewed its lease.</summary>
    public required DateTimeOffset RenewedAt { get; init; }

    /// <summary>When its lease ends.</summary>
    public required DateTimeOffset LeaseUntil { get; init; }

    /// <summary>What it says about itself: its devices, as JSON.</summary>
    public string Metadata { get; init; } = "{}";

    /// <summary>Whether it will never serve again.</summary>
    public bool IsGone => Status is SiloStatus.Dead or SiloStatus.Left;

    /// <summary>Whether it may host new activations.</summary>
    public bool TakesActivations => Role == SiloRole.Silo && Status == SiloStatus.Active;
}
