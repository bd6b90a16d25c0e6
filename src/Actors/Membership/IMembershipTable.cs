using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Membership;

/// <summary>
/// The one truth about who is in the cluster. Its clock alone decides when a lease ends. Any method may throw
/// <see cref="TableUnavailableException"/>.
/// </summary>
public interface IMembershipTable
{
    /// <summary>Adds a new incarnation, joining; earlier ones at the same address are dead from now on.</summary>
    Task<SiloAddress> JoinAsync(JoiningMember member, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Begins the lease anew.</summary>
    /// <returns>The table; null when this incarnation has been declared dead.</returns>
    Task<MembershipView?> RenewAsync(SiloAddress self, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Moves an incarnation on in its life; does nothing when it is dead.</summary>
    Task SetStatusAsync(SiloAddress address, SiloStatus status, CancellationToken cancellationToken);

    /// <summary>Declares an incarnation dead and removes its activations.</summary>
    /// <returns>Whether it is dead now.</returns>
    Task<bool> DeclareDeadAsync(SiloAddress address, DeathEvidence evidence, CancellationToken cancellationToken);

    /// <summary>
    /// Reports changes by others until cancelled; a missed report is made up for by the next renewal.
    /// </summary>
    /// <param name="onChange">Called when members changed.</param>
    /// <param name="onMoved">Called with a grain whose activation ended.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    Task WatchAsync(Action onChange, Action<GrainId> onMoved, CancellationToken cancellationToken);
}
