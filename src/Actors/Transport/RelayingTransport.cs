using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Tollama.Actors.Abstractions;
using Tollama.Actors.Activation;
using Tollama.Actors.Membership;
using Tollama.Actors.Wire;

namespace Tollama.Actors.Transport;

/// <summary>
/// Brings messages straight to their member, or through a silo that reaches it where there is no direct way: a cut
/// between two members is not the end of what one of them holds. The direct way is tried again beside the calls.
/// </summary>
internal sealed partial class RelayingTransport(
    IMessageTransport direct,
    MembershipAgent members,
    IPeers peers,
    MembershipOptions options,
    TimeProvider time,
    ILogger<RelayingTransport> logger) : IMessageTransport
{
    /// <summary>Silos that are asked for one message.</summary>
    private const int MostRelays = 3;

    private readonly ConcurrentDictionary<SiloAddress, Detour> _detours = new();
    private uint _turn;

    public async Task<Reply> ExchangeAsync(
        SiloAddress peer, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        PeerException? broken = null;
        if (!IsDetoured(peer))
        {
            try
            {
                return await direct.ExchangeAsync(peer, message, cancellationToken);
            }
            catch (PeerException fault) when (Detours(peer, fault))
            {
                broken = fault;
            }
        }

        foreach (var relay in RelaysTo(peer))
        {
            if (await TryRelayAsync(relay, peer, message, cancellationToken) is { } reply)
            {
                return reply;
            }
        }

        return broken is null
            ? await direct.ExchangeAsync(peer, message, cancellationToken)
            : throw broken;
    }

    public async IAsyncEnumerable<Reply> StreamAsync(
        SiloAddress peer, ReadOnlyMemory<byte> message, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var frames = await OpenAsync(peer, message, cancellationToken);
        do
        {
            yield return frames.Current;
        }
        while (await frames.MoveNextAsync());
    }

    public Task<bool> ConnectsAsync(SiloAddress peer, CancellationToken cancellationToken) =>
        direct.ConnectsAsync(peer, cancellationToken);

    public void Abandon(SiloAddress peer)
    {
        _detours.TryRemove(peer, out _);
        direct.Abandon(peer);
    }

    public void Retire(SiloAddress peer)
    {
        _detours.TryRemove(peer, out _);
        direct.Retire(peer);
    }

    /// <summary>Silos that may have a way; each message begins with another of them.</summary>
    private SiloAddress[] RelaysTo(SiloAddress peer)
    {
        SiloAddress[] silos =
        [
            .. members.View.Members
                .Where(silo => silo.TakesActivations && silo.Address != peer && silo.Address != members.Self)
                .Select(silo => silo.Address)
                .Where(silo => !_detours.ContainsKey(silo)),
        ];
        int first = silos.Length == 0 ? 0 : (int)(Interlocked.Increment(ref _turn) % (uint)silos.Length);
        return [.. silos[first..].Concat(silos[..first]).Take(MostRelays)];
    }

    /// <summary>Hands a message to a relay; null where that has no way either, so that nobody carried it out.</summary>
    private async Task<Reply?> TryRelayAsync(
        SiloAddress relay, SiloAddress peer, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        using var wrapped = new WireWriter();
        Messages.WriteRelay(wrapped, relay, peer, message);
        try
        {
            var reply = await direct.ExchangeAsync(relay, wrapped.Written, cancellationToken);
            if (reply.Body.Span[0] != (byte)ReplyKind.NoWay)
            {
                return reply;
            }

            reply.Dispose();
            return null;
        }
        catch (PeerException fault) when (fault.Failure != PeerFailure.Lost)
        {
            return null;
        }
    }

    /// <summary>A stream whose first frame has come, from the member or from a relay.</summary>
    private async Task<IAsyncEnumerator<Reply>> OpenAsync(
        SiloAddress peer, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        PeerException? broken = null;
        if (!IsDetoured(peer))
        {
            try
            {
                return await BeginAsync(direct.StreamAsync(peer, message, cancellationToken));
            }
            catch (PeerException fault) when (Detours(peer, fault))
            {
                broken = fault;
            }
        }

        foreach (var relay in RelaysTo(peer))
        {
            if (await TryRelayStreamAsync(relay, peer, message, cancellationToken) is { } frames)
            {
                return frames;
            }
        }

        return broken is null
            ? await BeginAsync(direct.StreamAsync(peer, message, cancellationToken))
            : throw broken;
    }

    private async Task<IAsyncEnumerator<Reply>?> TryRelayStreamAsync(
        SiloAddress relay, SiloAddress peer, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        using var wrapped = new WireWriter();
        Messages.WriteRelay(wrapped, relay, peer, message);
        try
        {
            var frames = await BeginAsync(direct.StreamAsync(relay, wrapped.Written.ToArray(), cancellationToken));
            if (frames.Current.Body.Span[0] != (byte)ReplyKind.NoWay)
            {
                return frames;
            }

            frames.Current.Dispose();
            await frames.DisposeAsync();
            return null;
        }
        catch (PeerException fault) when (fault.Failure != PeerFailure.Lost)
        {
            return null;
        }
    }

    private static async Task<IAsyncEnumerator<Reply>> BeginAsync(IAsyncEnumerable<Reply> stream)
    {
        var frames = stream.GetAsyncEnumerator(CancellationToken.None);
        if (!await frames.MoveNextAsync())
        {
            await frames.DisposeAsync();
            throw new PeerException(PeerFailure.Lost, "A stream ended without its last frame.");
        }

        return frames;
    }

    /// <summary>
    /// Notes that there may be no direct way, whether or not the message may have arrived; what comes next goes round.
    /// </summary>
    /// <returns>Whether this message may go round too: certainly none of it arrived.</returns>
    private bool Detours(SiloAddress peer, PeerException fault)
    {
        if (fault.Failure == PeerFailure.Refused || !members.View.IsAlive(peer) || RelaysTo(peer).Length == 0)
        {
            return false;
        }

        if (_detours.TryAdd(peer, new Detour(time.GetTimestamp())))
        {
            LogDetour(peer, fault.Message);
        }

        return fault.Failure == PeerFailure.Unreachable;
    }

    /// <summary>Whether messages go round; now and then one of them has the direct way looked at.</summary>
    private bool IsDetoured(SiloAddress peer)
    {
        if (!_detours.TryGetValue(peer, out var detour))
        {
            return false;
        }

        long lookedAt = Interlocked.Read(ref detour.LookedAt);
        long now = time.GetTimestamp();
        if (time.GetElapsedTime(lookedAt, now) >= options.RequestTimeout
            && Interlocked.CompareExchange(ref detour.LookedAt, now, lookedAt) == lookedAt)
        {
            _ = TurnBoundary.TryAsync(() => LookAsync(peer));
        }

        return true;
    }

    private async Task LookAsync(SiloAddress peer)
    {
        var answer = await peers.ProbeAsync(peer, self: null, CancellationToken.None);
        if (answer != PeerAnswer.Silence && _detours.TryRemove(peer, out _))
        {
            LogDirectAgain(peer);
        }
    }

    [LoggerMessage(
        EventId = 4401,
        Level = LogLevel.Warning,
        Message = "There may be no direct way to {Peer}; calls go through other silos: {Reason}")]
    private partial void LogDetour(SiloAddress peer, string reason);

    [LoggerMessage(EventId = 4402, Level = LogLevel.Information, Message = "The direct way to {Peer} is clear again")]
    private partial void LogDirectAgain(SiloAddress peer);

    /// <summary>A member that is reached through others.</summary>
    private sealed class Detour(long lookedAt)
    {
        /// <summary>When the direct way was last looked at.</summary>
        public long LookedAt = lookedAt;
    }
}
