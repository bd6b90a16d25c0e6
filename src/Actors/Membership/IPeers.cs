using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Membership;

/// <summary>What a member asks of another member directly, without the database.</summary>
internal interface IPeers
{
    /// <summary>Whether an incarnation answers.</summary>
    /// <param name="peer">The incarnation.</param>
    /// <param name="self">Who asks, where that is a silo that may judge it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<PeerAnswer> ProbeAsync(SiloAddress peer, SiloAddress? self, CancellationToken cancellationToken);

    /// <summary>
    /// Tells a silo of this one and waits for its answer as long as a promise lasts; says whether the silence is that
    /// of a process that stands still.
    /// </summary>
    Task<PeerAnswer> FaceAsync(SiloAddress peer, SiloAddress self, CancellationToken cancellationToken);

    /// <summary>
    /// Asks a member that cannot reach the database either not to declare <paramref name="self"/> dead for a while.
    /// </summary>
    /// <returns>Whether it promised.</returns>
    Task<bool> AskPromiseAsync(SiloAddress peer, SiloAddress self, CancellationToken cancellationToken);
}
