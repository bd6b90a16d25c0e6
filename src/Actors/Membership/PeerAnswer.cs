namespace Tollama.Actors.Membership;

/// <summary>What a probe found.</summary>
internal enum PeerAnswer
{
    /// <summary>No answer in time: slow, frozen, or cut off.</summary>
    Silence,

    /// <summary>The incarnation answered.</summary>
    Alive,

    /// <summary>The address refuses connections, or another incarnation answered there.</summary>
    Gone,
}
