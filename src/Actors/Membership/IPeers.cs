using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Membership;

/// <summary>What a member asks of another member directly, without the database.</summary>
internal interface IPeers
{
    /// <summary>Whether an incarnation answers.</summary>
    Task<PeerAnswer> ProbeAsync(SiloAddress peer, CancellationToken cancellationToken);

    /// <summary>
    /// Asks a member that cannot reach the database either not to declare <paramref name="self"/> dead for a while.
    /// </summary>
    /// <returns>Whether it promised.</returns>
    Task<bool> AskPromiseAsync(SiloAddress peer, SiloAddress self, CancellationToken cancellationToken);
}
