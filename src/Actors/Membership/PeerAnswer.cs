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

    /// <summary>
    /// The machine takes connections at the address; the process there did not answer for as long as a promise lasts.
    /// </summary>
    StandsStill,
}
