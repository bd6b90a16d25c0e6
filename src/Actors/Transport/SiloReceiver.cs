using Tollama.Actors.Abstractions;
using Tollama.Actors.Activation;
using Tollama.Actors.Calls;
using Tollama.Actors.Membership;
using Tollama.Actors.Wire;
using Tollama.Actors.Workers;
using Tollama.Core.Errors;

namespace Tollama.Actors.Transport;

/// <summary>
/// Carries out what other members send. Nothing is begun, and no result leaves, unless this incarnation holds its
/// lease: a process that was frozen finds here that it has been replaced.
/// </summary>
internal sealed class SiloReceiver(
    MembershipAgent members,
    ActivationCatalog catalog,
    GrainTypeRegistry types,
    IMessageTransport transport,
    LocalTables? tables,
    int maxIncoming)
    : IMessageReceiver
{
    private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _incoming;

    /// <summary>
    /// Refuses what comes from now on, ends the watches, and waits until every begun call has been answered.
    /// </summary>
    /// <param name="patience">How long that may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task CloseAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        _closing.TrySetResult();
        long begun = time.GetTimestamp();
        while (Volatile.Read(ref _incoming) > 0 && time.GetElapsedTime(begun) < patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), time, cancellationToken);
        }
    }

    public async Task HandleAsync(ReadOnlyMemory<byte> message, WireWriter reply, CancellationToken cancellationToken)
    {
        var fault = await TurnBoundary.TryAsync(() => HandleCoreAsync(message, reply, cancellationToken));
        if (fault is not null)
        {
            reply.Clear();
            WriteFailure(reply, fault);
        }
    }

    public async Task HandleStreamAsync(
        ReadOnlyMemory<byte> message, Func<ReadOnlyMemory<byte>, Task> send, CancellationToken cancellationToken)
    {
        if ((MessageKind)message.Span[0] == MessageKind.Relay)
        {
            await RelayStreamAsync(message, send, cancellationToken);
            return;
        }

        using var frame = new WireWriter();
        var fault = await TurnBoundary.TryAsync(() => StreamCoreAsync(message, frame, send, cancellationToken));
        frame.Clear();
        if (fault is null)
        {
            frame.WriteByte((byte)ReplyKind.End);
        }
        else
        {
            WriteFailure(frame, fault);
        }

        await send(frame.Written);
    }

    private static void WriteFailure(WireWriter reply, Exception fault)
    {
        switch (fault)
        {
            case WrongSiloException { Owner: { } owner }:
                reply.WriteByte((byte)ReplyKind.WrongSilo);
                Messages.WriteSilo(reply, owner);
                break;
            case WrongSiloException:
                reply.WriteByte((byte)ReplyKind.Refused);
                break;
            case SiloUnavailableException lost:
                reply.WriteByte((byte)ReplyKind.Lost);
                reply.WriteString(lost.Message);
                break;
            case OperationCanceledException:
                reply.WriteByte((byte)ReplyKind.Cancelled);
                break;
            case InvalidDataException malformed:
                Messages.WriteFault(reply, new TollamaException(ErrorCode.InvalidRequest, malformed.Message));
                break;
            default:
                Messages.WriteFault(reply, fault);
                break;
        }
    }

    private async Task HandleCoreAsync(
        ReadOnlyMemory<byte> message,
        WireWriter reply,
        CancellationToken cancellationToken)
    {
        var reader = new WireReader(message);
        var kind = (MessageKind)reader.ReadByte();
        long generation = reader.ReadInt64();
        if (kind == MessageKind.Table && tables is not null)
        {
            reply.WriteByte((byte)ReplyKind.Answer);
            await TableMessages.AnswerAsync(tables, reader, reply, cancellationToken);
            return;
        }

        if (kind == MessageKind.Relay)
        {
            await RelayAsync(message, reply, cancellationToken);
            return;
        }

        if (members.Self is not { } self || generation != self.Generation || members.IsDead)
        {
            reply.WriteByte((byte)ReplyKind.Refused);
            return;
        }

        bool isYes = kind switch
        {
            MessageKind.Probe => Meet(reader),
            MessageKind.Promise => members.Promise(
                Messages.ReadSilo(reader),
                TimeSpan.FromMilliseconds(reader.ReadInt64())),
            // Also while its lease is being renewed: the caller waits for that, but not where nobody has the grain.
            MessageKind.Locate => catalog.TryGet(Messages.ReadGrain(reader), out _),
            MessageKind.Call => members.MayServe,
            _ => throw new InvalidDataException($"A message cannot begin with {kind}."),
        };
        if (!isYes)
        {
            reply.WriteByte((byte)ReplyKind.Refused);
            return;
        }

        reply.WriteByte((byte)ReplyKind.Answer);
        if (kind == MessageKind.Call)
        {
            await CallAsync(reader, reply, cancellationToken);
        }
    }

    /// <summary>Takes note of the silo that asks, if it says that it is one.</summary>
    private bool Meet(WireReader reader)
    {
        if (reader.Remaining > 0)
        {
            members.Meet(Messages.ReadSilo(reader));
        }

        return true;
    }

    private async Task CallAsync(WireReader reader, WireWriter reply, CancellationToken cancellationToken)
    {
        using var seat = TakeSeat();
        var target = Messages.ReadGrain(reader);
        var method = types.FindMethod(reader.ReadString(), reader.ReadInt32());
        var call = method.ReadCall(target, reader, cancellationToken);
        catalog.Run(call);
        var incoming = (IIncomingCall)call;
        await incoming.Ended;
        ThrowIfFenced();
        incoming.WriteResult(reply);
    }

    private async Task StreamCoreAsync(
        ReadOnlyMemory<byte> message,
        WireWriter frame,
        Func<ReadOnlyMemory<byte>, Task> send,
        CancellationToken cancellationToken)
    {
        var reader = new WireReader(message);
        var kind = (MessageKind)reader.ReadByte();
        if (kind is not (MessageKind.Stream or MessageKind.Watch))
        {
            throw new InvalidDataException("This is not a call for a stream.");
        }

        if (reader.ReadInt64() != members.Self?.Generation || !members.MayServe)
        {
            throw new WrongSiloException(null);
        }

        if (kind == MessageKind.Watch)
        {
            Meet(reader);
            await _closing.Task.WaitAsync(cancellationToken);
            return;
        }

        using var seat = TakeSeat();
        var target = Messages.ReadGrain(reader);
        var method = types.FindMethod(reader.ReadString(), reader.ReadInt32());
        var stream = method.ReadStream(target, reader, cancellationToken);
        catalog.Enqueue(stream.Opening);
        try
        {
            frame.WriteByte((byte)ReplyKind.Answer);
            while (await stream.TryWriteNextAsync(frame))
            {
                ThrowIfFenced();
                await send(frame.Written);
                frame.Clear();
                frame.WriteByte((byte)ReplyKind.Answer);
            }
        }
        finally
        {
            await stream.CloseAsync();
        }
    }

    /// <summary>Brings a message to another silo for a member that has no way there, and its reply back.</summary>
    private async Task RelayAsync(ReadOnlyMemory<byte> message, WireWriter reply, CancellationToken cancellationToken)
    {
        var (target, inner) = ReadRelay(message);
        if (target is null)
        {
            reply.WriteByte((byte)ReplyKind.NoWay);
            return;
        }

        using var seat = TakeSeat();
        try
        {
            using var answer = await transport.ExchangeAsync(target, inner, cancellationToken);
            reply.WriteRaw(answer.Body.Span);
        }
        catch (PeerException fault)
        {
            WriteBreak(reply, fault);
        }
    }

    private async Task RelayStreamAsync(
        ReadOnlyMemory<byte> message, Func<ReadOnlyMemory<byte>, Task> send, CancellationToken cancellationToken)
    {
        using var last = new WireWriter();
        var fault = await TurnBoundary.TryAsync(async () =>
        {
            var (target, inner) = ReadRelay(message);
            if (target is null)
            {
                throw new PeerException(PeerFailure.Unreachable, "The silo is not known here.");
            }

            using var seat = TakeSeat();
            await foreach (var frame in transport.StreamAsync(target, inner, cancellationToken))
            {
                using (frame)
                {
                    await send(frame.Body);
                }
            }
        });
        switch (fault)
        {
            case null:
                return;
            case PeerException broken:
                WriteBreak(last, broken);
                break;
            default:
                WriteFailure(last, fault);
                break;
        }

        await send(last.Written);
    }

    /// <summary>
    /// Whom a relayed message is for; nobody where this incarnation may not serve, or ends, or knows none.
    /// </summary>
    private (SiloAddress? Target, ReadOnlyMemory<byte> Message) ReadRelay(ReadOnlyMemory<byte> message)
    {
        var reader = new WireReader(message);
        _ = reader.ReadByte();
        long generation = reader.ReadInt64();
        var target = Messages.ReadSilo(reader);
        bool isOurs = generation == members.Self?.Generation && members.MayServe && !_closing.Task.IsCompleted;
        return (isOurs && members.View.IsAlive(target) ? target : null, reader.TakeRest());
    }

    private static void WriteBreak(WireWriter reply, PeerException fault)
    {
        reply.Clear();
        if (fault.Failure != PeerFailure.Lost)
        {
            reply.WriteByte((byte)ReplyKind.NoWay);
            return;
        }

        reply.WriteByte((byte)ReplyKind.Lost);
        reply.WriteString(fault.Message);
    }

    private void ThrowIfFenced()
    {
        if (!members.MayServe)
        {
            throw new SiloUnavailableException("The silo lost its lease while it worked; its answer is void.");
        }
    }

    private Seat TakeSeat()
    {
        if (Interlocked.Increment(ref _incoming) > maxIncoming)
        {
            Interlocked.Decrement(ref _incoming);
            throw new TollamaException(
                ErrorCode.Overloaded,
                $"This silo carries out {maxIncoming} calls already, as many as it may; retry later.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        }

        if (_closing.Task.IsCompleted)
        {
            Interlocked.Decrement(ref _incoming);
            throw new WrongSiloException(null);
        }

        return new Seat(this);
    }

    private readonly struct Seat(SiloReceiver receiver) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref receiver._incoming);
    }
}
