namespace Tollama.Actors.Membership;

/// <summary>Where a member of the cluster is in its life; it only moves forward.</summary>
public enum SiloStatus
{
    /// <summary>In the table, not serving yet.</summary>
    Joining,

    /// <summary>Serving.</summary>
    Active,

    /// <summary>Serves what it has, takes nothing new.</summary>
    Draining,

    /// <summary>Gone for good: its activations may be made elsewhere.</summary>
    Dead,

    /// <summary>
    /// Gone for good by its own will: what it had begun has ended and been answered, nothing was lost with it.
    /// </summary>
    Left,
}
