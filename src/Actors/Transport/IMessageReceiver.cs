using Tollama.Actors.Wire;

namespace Tollama.Actors.Transport;

/// <summary>The other end of a transport: carries out messages of peers whose secret has been checked.</summary>
internal interface IMessageReceiver
{
    /// <summary>Carries out a message and writes the reply.</summary>
    Task HandleAsync(ReadOnlyMemory<byte> message, WireWriter reply, CancellationToken cancellationToken);

    /// <summary>Carries out a message and sends each reply when it is there.</summary>
    /// <param name="message">The message.</param>
    /// <param name="send">Sends one reply; ends when the peer can take the next.</param>
    /// <param name="cancellationToken">The peer has left.</param>
    Task HandleStreamAsync(
        ReadOnlyMemory<byte> message, Func<ReadOnlyMemory<byte>, Task> send, CancellationToken cancellationToken);
}
