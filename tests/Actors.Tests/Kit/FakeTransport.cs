using System.Runtime.CompilerServices;
using Tollama.Actors.Abstractions;
using Tollama.Actors.Transport;
using Tollama.Actors.Wire;

namespace Tollama.Actors.Tests.Kit;

/// <summary>Peers that answer as the test says; notes whom it was asked to reach.</summary>
internal sealed class FakeTransport : IMessageTransport
{
    private int _openStreams;

    /// <summary>What a peer answers to a message; may throw.</summary>
    public Func<SiloAddress, ReadOnlyMemory<byte>, Reply> Answer { get; set; } = (_, _) => Frame(ReplyKind.Answer);

    /// <summary>Peers in the order in which they were sent something.</summary>
    public List<SiloAddress> Sent { get; } = [];

    /// <summary>Streams that were begun and have not been let go.</summary>
    public int OpenStreams => Volatile.Read(ref _openStreams);

    public static Reply Frame(ReplyKind kind, Action<WireWriter>? write = null)
    {
        using var writer = new WireWriter();
        writer.WriteByte((byte)kind);
        write?.Invoke(writer);
        return Reply.Copy(writer.Written.Span);
    }

    public Task<Reply> ExchangeAsync(
        SiloAddress peer, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        Sent.Add(peer);
        return Task.Run(() => Answer(peer, message), cancellationToken);
    }

    public async IAsyncEnumerable<Reply> StreamAsync(
        SiloAddress peer, ReadOnlyMemory<byte> message, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Sent.Add(peer);
        Interlocked.Increment(ref _openStreams);
        try
        {
            await Task.Yield();
            yield return Answer(peer, message);
            yield return Frame(ReplyKind.End);
        }
        finally
        {
            Interlocked.Decrement(ref _openStreams);
        }
    }

    public Task<bool> ConnectsAsync(SiloAddress peer, CancellationToken cancellationToken) => Task.FromResult(true);

    public void Abandon(SiloAddress peer) => Sent.Clear();

    public void Retire(SiloAddress peer) => Sent.Clear();
}
