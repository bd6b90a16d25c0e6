namespace Tollama.Grains.Contracts;

/// <summary>Where a member of the cluster is in its life.</summary>
public enum MemberState
{
    /// <summary>Not serving yet.</summary>
    Joining,

    /// <summary>Serving.</summary>
    Active,

    /// <summary>Serves what it has, takes nothing new.</summary>
    Draining,

    /// <summary>Gone.</summary>
    Dead,
}
