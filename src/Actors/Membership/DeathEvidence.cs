namespace Tollama.Actors.Membership;

/// <summary>Why a member is declared dead.</summary>
public enum DeathEvidence
{
    /// <summary>Its lease has ended; the table checks that with its own clock.</summary>
    LeaseEnded,

    /// <summary>Its connection closed and its address refuses a new one: the process is gone.</summary>
    ProcessGone,

    /// <summary>It says so itself, after it has drained.</summary>
    Left,
}
