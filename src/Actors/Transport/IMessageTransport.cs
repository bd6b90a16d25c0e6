using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Transport;

/// <summary>Brings messages to other members.</summary>
internal interface IMessageTransport
{
    /// <summary>Sends a message and returns the reply. Cancelling it cancels the work at the other end.</summary>
    /// <exception cref="PeerException">No reply; says whether the message may have been carried out.</exception>
    Task<Reply> ExchangeAsync(SiloAddress peer, ReadOnlyMemory<byte> message, CancellationToken cancellationToken);

    /// <summary>Sends a message and returns the replies as they come.</summary>
    /// <exception cref="PeerException">Thrown from the enumeration.</exception>
    IAsyncEnumerable<Reply> StreamAsync(
        SiloAddress peer, ReadOnlyMemory<byte> message, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the machine of a peer takes a new connection at its address, whatever the process there does.
    /// </summary>
    Task<bool> ConnectsAsync(SiloAddress peer, CancellationToken cancellationToken);

    /// <summary>Ends every exchange with an incarnation that is dead.</summary>
    void Abandon(SiloAddress peer);

    /// <summary>Forgets an incarnation that has left; what is under way with it gets its answer.</summary>
    void Retire(SiloAddress peer);
}
