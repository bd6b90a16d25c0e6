using Tollama.Actors.Abstractions;
using Tollama.Actors.Activation;

namespace Tollama.Actors.Membership;

/// <summary>Who is dead: what one silo may say of others.</summary>
internal sealed partial class MembershipAgent
{
    /// <summary>From when on no promise carries a silo that this one has faced.</summary>
    private readonly Dictionary<SiloAddress, long> _free = [];

    private readonly HashSet<SiloAddress> _facing = [];

    /// <summary>
    /// Declares members dead whose lease has ended, where that is reason enough or their process is gone.
    /// </summary>
    public async Task JudgeAsync(CancellationToken cancellationToken)
    {
        var view = View;
        if (_self.Role != SiloRole.Silo || !MayServe || Volatile.Read(ref _current) is not { } me)
        {
            return;
        }

        foreach (var member in view.Members)
        {
            if (member.IsGone || member.Address == me.Address)
            {
                continue;
            }

            if (member.LeaseUntil < view.Now && MayDeclare(me, member, view.Now))
            {
                await DeclareAsync(member.Address, DeathEvidence.LeaseEnded, cancellationToken);
            }
            else if (view.Now - member.RenewedAt > _options.RenewEvery * 1.5 && member.Role == SiloRole.Silo)
            {
                BeginToFace(me, member, cancellationToken);
            }
        }
    }

    /// <summary>
    /// A connection to a peer broke. If its address refuses a new one, the process is gone and so is the member.
    /// </summary>
    public async Task ReportLostConnectionAsync(SiloAddress peer, CancellationToken cancellationToken)
    {
        if (!View.IsAlive(peer) || _self.Role != SiloRole.Silo
            || await _peers.ProbeAsync(peer, Self, cancellationToken) != PeerAnswer.Gone)
        {
            return;
        }

        await DeclareAsync(peer, DeathEvidence.ProcessGone, cancellationToken);
    }

    /// <summary>
    /// Whether the end of a lease is reason enough. A member that last renewed before this one was in the table may not
    /// know this one, so it may live on the promises of others: it gets the longest time that promises may carry it,
    /// unless it has been faced.
    /// </summary>
    private bool MayDeclare(Incarnation me, Member other, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (IsBefore(_promises, other.Address))
            {
                return false;
            }

            if (_free.TryGetValue(other.Address, out long since) && _time.GetTimestamp() >= since)
            {
                return true;
            }
        }

        return other.Role == SiloRole.Gateway || Knows(me, other) || now > other.RenewedAt + _options.LongestOutage;
    }

    /// <summary>Whether a member has read the table with this incarnation in it.</summary>
    private static bool Knows(Incarnation me, Member other) => other.RenewedAt >= me.KnownSince;

    /// <summary>
    /// A silo is late that may not know this one. It is told, beside the other judgements: from then on it lives on no
    /// promises without this one's. If it says nothing for as long as a promise lasts, though its machine takes
    /// connections, then its process stands still, and no promise carries it any more.
    /// </summary>
    private void BeginToFace(Incarnation me, Member late, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if ((Knows(me, late) && !IsBefore(_promises, late.Address))
                || _free.ContainsKey(late.Address)
                || !_facing.Add(late.Address))
            {
                return;
            }
        }

        _ = TurnBoundary.TryAsync(async () =>
        {
            try
            {
                await FaceAsync(me, late.Address, cancellationToken);
            }
            finally
            {
                lock (_gate)
                {
                    _facing.Remove(late.Address);
                }
            }
        });
    }

    private async Task FaceAsync(Incarnation me, SiloAddress peer, CancellationToken cancellationToken)
    {
        switch (await _peers.FaceAsync(peer, me.Address, cancellationToken))
        {
            case PeerAnswer.Gone when View.IsAlive(peer):
                await DeclareAsync(peer, DeathEvidence.ProcessGone, cancellationToken);
                break;
            case PeerAnswer.Alive:
                Free(peer, After(_options.Promise)); // one that it was given before it was told
                break;
            case PeerAnswer.StandsStill:
                Free(peer, _time.GetTimestamp());
                break;
        }
    }

    private void Free(SiloAddress peer, long since)
    {
        lock (_gate)
        {
            _free[peer] = since;
        }
    }

    /// <summary>
    /// A declaration that got no answer may still be carried out later, so who has been accused in vain gets no promise
    /// for as long as promises could carry it.
    /// </summary>
    private async Task DeclareAsync(SiloAddress peer, DeathEvidence evidence, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (evidence == DeathEvidence.LeaseEnded && IsBefore(_promises, peer))
            {
                return;
            }

            _accused[peer] = After(_options.LongestOutage);
        }

        bool isDead;
        try
        {
            isDead = await _table.DeclareDeadAsync(peer, evidence, cancellationToken);
        }
        catch (TableUnavailableException fault)
        {
            LogTableAway(fault.Message);
            return;
        }

        lock (_gate)
        {
            _accused.Remove(peer);
        }

        if (!isDead)
        {
            return;
        }

        LogDeclaredDead(peer, evidence);
        MarkDead(peer);
    }

    private void MarkDead(SiloAddress peer)
    {
        MembershipView view;
        lock (_gate)
        {
            view = View with
            {
                Members = [.. View.Members.Select(member =>
                    member.Address == peer ? member with { Status = SiloStatus.Dead } : member)],
            };
            Volatile.Write(ref _view, view);
            _free.Remove(peer);
        }

        ViewChanged?.Invoke(view);
    }
}
