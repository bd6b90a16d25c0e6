using System.Collections.Concurrent;
using Tollama.Actors.Abstractions;
using Tollama.Actors.Activation;
using Tollama.Actors.Membership;
using Tollama.Actors.Wire;

namespace Tollama.Actors.Transport;

/// <summary>
/// Keeps one request open to every other silo. It ends when the process at the other end does, however that happens, so
/// that the kernel's word arrives before any lease runs out.
/// </summary>
internal sealed class PeerWatch(MembershipAgent members, IMessageTransport transport)
{
    private readonly ConcurrentDictionary<SiloAddress, Task> _watched = new();

    /// <summary>Watches the silos that have come since the last call.</summary>
    public void Refresh(CancellationToken cancellationToken)
    {
        foreach (var (peer, watch) in _watched)
        {
            if (watch.IsCompleted)
            {
                _watched.TryRemove(peer, out _);
            }
        }

        foreach (var member in members.View.Members)
        {
            if (member.Role == SiloRole.Silo && !member.IsGone && member.Address != members.Self)
            {
                _ = _watched.GetOrAdd(member.Address, peer => WatchAsync(peer, cancellationToken));
            }
        }
    }

    private async Task WatchAsync(SiloAddress peer, CancellationToken cancellationToken)
    {
        using var message = new WireWriter();
        Messages.WriteHeader(message, MessageKind.Watch, peer);
        if (members.Role == SiloRole.Silo && members.Self is { } self)
        {
            Messages.WriteSilo(message, self);
        }

        var fault = await TurnBoundary.TryAsync(async () =>
        {
            await foreach (var frame in transport.StreamAsync(peer, message.Written, cancellationToken))
            {
                frame.Dispose();
            }
        });
        if (fault is PeerException)
        {
            await TurnBoundary.TryAsync(() => members.ReportLostConnectionAsync(peer, cancellationToken));
        }
    }
}
