using Tollama.Actors.Abstractions;
using Tollama.Actors.Calls;
using Tollama.Actors.Wire;

namespace Tollama.Actors.Transport;

/// <summary>A stream of a grain at another silo. Closing it early cancels it there.</summary>
internal sealed class RemoteStream<TCall, TItem> : IOpenStream<TItem>
    where TCall : struct, IGrainStreamCall<TItem>, IWireCall<TCall, TItem>
{
    private readonly CancellationTokenSource _leaving;
    private readonly IAsyncEnumerator<Reply> _frames;
    private readonly SiloAddress _silo;
    private readonly GrainId _target;
    private readonly CancellationToken _tenure;
    private TItem? _current;
    private bool _hasFirst;
    private bool _hasEnded;

    public RemoteStream(
        IMessageTransport transport,
        SiloAddress silo,
        GrainId target,
        TCall call,
        CancellationToken tenure,
        CancellationToken cancellationToken)
    {
        _silo = silo;
        _target = target;
        _tenure = tenure;
        _leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tenure);
        using var message = new WireWriter();
        Messages.WriteCall(message, silo, target, TCall.Method, call.WriteArguments, isStream: true);
        _frames = transport
            .StreamAsync(silo, message.Written.ToArray(), _leaving.Token)
            .GetAsyncEnumerator(_leaving.Token);
    }

    public TItem Current => _current!; // read after a step that said there is an item

    /// <summary>Waits for the first frame; a stream that does not begin is closed.</summary>
    /// <returns>
    /// Null when the stream runs; else the silo to ask instead, which is the same one if it does not know.
    /// </returns>
    public async Task<SiloAddress?> TryBeginAsync()
    {
        try
        {
            var elsewhere = await ReadFrameAsync();
            _hasFirst = elsewhere is null;
            return elsewhere;
        }
        finally
        {
            if (!_hasFirst)
            {
                await CloseAsync();
            }
        }
    }

    public async Task<bool> MoveNextAsync()
    {
        if (_hasFirst)
        {
            _hasFirst = false;
            return !_hasEnded;
        }

        try
        {
            if (!_hasEnded && await ReadFrameAsync() is not null)
            {
                throw new SiloUnavailableException($"Silo {_silo} gave up the stream of {_target}; begin it again.");
            }
        }
        catch (PeerException fault)
        {
            throw new SiloUnavailableException(
                $"Silo {_silo} was lost in the middle of the stream of {_target}.",
                fault);
        }
        catch (OperationCanceledException ended) when (_tenure.IsCancellationRequested)
        {
            throw new SiloUnavailableException(
                $"The silo that reads the stream of {_target} was declared dead meanwhile.",
                ended);
        }

        return !_hasEnded;
    }

    public async Task CloseAsync()
    {
        await _leaving.CancelAsync();
        await _frames.DisposeAsync();
        _leaving.Dispose();
    }

    private async Task<SiloAddress?> ReadFrameAsync()
    {
        if (!await _frames.MoveNextAsync())
        {
            throw new PeerException(PeerFailure.Lost, $"The stream of {_target} ended without its last frame.");
        }

        using var frame = _frames.Current;
        var reader = new WireReader(frame.Body);
        switch ((ReplyKind)reader.ReadByte())
        {
            case ReplyKind.Answer:
                _current = TCall.ReadResult(reader);
                return null;
            case ReplyKind.End:
                _hasEnded = true;
                return null;
            case ReplyKind.WrongSilo:
                return Messages.ReadSilo(reader);
            case ReplyKind.Refused:
                return _silo;
            case ReplyKind.Cancelled:
                throw new OperationCanceledException(_leaving.Token);
            case ReplyKind.Lost:
                throw new SiloUnavailableException(reader.ReadString());
            default:
                throw Messages.ReadFault(reader);
        }
    }
}
