using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Membership;

/// <summary>
/// One member's part in the membership protocol (docs/design/actor-runtime.md, "Membership"): renews its lease, fences
/// itself when it cannot, declares others dead when it may, gives and asks promises while the database is away.
/// </summary>
internal sealed partial class MembershipAgent
{
    private readonly IMembershipTable _table;
    private readonly IPeers _peers;
    private readonly MembershipOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly JoiningMember _self;
    private readonly Dictionary<SiloAddress, long> _promises = [];
    private readonly Dictionary<SiloAddress, long> _accused = [];
    private readonly Lock _gate = new();
    private Incarnation? _current;
    private MembershipView _view = MembershipView.Empty;
    private long _lastContact = long.MinValue;

    public MembershipAgent(
        IMembershipTable table,
        IPeers peers,
        JoiningMember self,
        MembershipOptions options,
        TimeProvider time,
        ILogger<MembershipAgent> logger)
    {
        _table = table;
        _peers = peers;
        _self = self;
        _options = options;
        _time = time;
        _logger = logger;
    }

    /// <summary>Members changed; called with the new table.</summary>
    public event Action<MembershipView>? ViewChanged;

    /// <summary>This incarnation; null before the first join.</summary>
    public SiloAddress? Self => Volatile.Read(ref _current)?.Address;

    /// <summary>The table as last read.</summary>
    public MembershipView View => Volatile.Read(ref _view);

    /// <summary>Whether this incarnation may serve now.</summary>
    public bool MayServe => Volatile.Read(ref _current)?.Lease.IsValid == true;

    /// <summary>Whether this incarnation is dead and a new one has to join.</summary>
    public bool IsDead => Volatile.Read(ref _current)?.Lease.IsRevoked == true;

    /// <summary>
    /// Ends when this incarnation does: what it asks of others then is asked in vain. A gateway's callers go on under
    /// its next incarnation, so it never ends there.
    /// </summary>
    public CancellationToken Tenure =>
        _self.Role == SiloRole.Silo && Volatile.Read(ref _current) is { } current
            ? current.Tenure
            : CancellationToken.None;

    /// <summary>Joins as a new incarnation.</summary>
    /// <exception cref="TableUnavailableException">The database cannot be reached.</exception>
    public async Task JoinAsync(CancellationToken cancellationToken)
    {
        var address = await _table.JoinAsync(_self, _options.Lease, cancellationToken);
        Volatile.Write(ref _current, new Incarnation(address, new SiloLease(_time, _options)));
        LogJoined(_self.Name, address);
        if (!await RenewAsync(cancellationToken))
        {
            throw new TableUnavailableException($"Incarnation {address} ended before its first renewal.");
        }
    }

    /// <summary>Tells the table, then everybody, where this member is in its life.</summary>
    public async Task SetStatusAsync(SiloStatus status, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _current) is not { } current)
        {
            return;
        }

        await _table.SetStatusAsync(current.Address, status, cancellationToken);
        await RenewAsync(cancellationToken);
    }

    /// <summary>Leaves: nothing of this incarnation is served any more.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _current) is { } current)
        {
            await current.EndAsync();
            await _table.DeclareDeadAsync(current.Address, DeathEvidence.Left, cancellationToken);
        }
    }

    /// <summary>Renews the lease; does nothing when the database is away.</summary>
    /// <returns>False when this incarnation is dead.</returns>
    public async Task<bool> RenewAsync(CancellationToken cancellationToken)
    {
        var current = Volatile.Read(ref _current)!; // callers joined first
        long sentAt = _time.GetTimestamp();
        MembershipView? view;
        try
        {
            view = await _table.RenewAsync(current.Address, _options.Lease, cancellationToken);
        }
        catch (TableUnavailableException fault)
        {
            LogTableAway(fault.Message);
            return true;
        }

        if (view is null)
        {
            await current.EndAsync();
            LogFenced(current.Address);
            return false;
        }

        current.Lease.Renewed(sentAt);
        current.KnownSince ??= view.Find(current.Address)?.RenewedAt;
        Volatile.Write(ref _lastContact, _time.GetTimestamp());
        Publish(view);
        return true;
    }

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
            if (member.IsGone || member.Address == me.Address || member.LeaseUntil >= view.Now)
            {
                continue;
            }

            if (MayDeclare(me, member, view.Now))
            {
                await DeclareAsync(member.Address, DeathEvidence.LeaseEnded, cancellationToken);
            }
            else
            {
                await ReportLostConnectionAsync(member.Address, cancellationToken);
            }
        }
    }

    /// <summary>
    /// A connection to a peer broke. If its address refuses a new one, the process is gone and so is the member.
    /// </summary>
    public async Task ReportLostConnectionAsync(SiloAddress peer, CancellationToken cancellationToken)
    {
        if (!View.IsAlive(peer) || _self.Role != SiloRole.Silo
            || await _peers.ProbeAsync(peer, cancellationToken) != PeerAnswer.Gone)
        {
            return;
        }

        await DeclareAsync(peer, DeathEvidence.ProcessGone, cancellationToken);
    }

    /// <summary>
    /// While the database is away nobody can be declared dead in it. This member may go on for as long as everybody who
    /// could declare it dead says that the database is away from them too, and promises to hold still for a moment
    /// after. Does nothing while the database answers.
    /// </summary>
    public async Task AskPromisesAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _current) is not { Lease.IsValid: true } current || !IsTableSilent)
        {
            return;
        }

        long askedAt = _time.GetTimestamp();
        var judges = View.Members.Where(member =>
            member.Role == SiloRole.Silo && !member.IsGone && member.Address != current.Address);
        bool[] answers = await Task.WhenAll(judges.Select(judge =>
            _peers.AskPromiseAsync(judge.Address, current.Address, cancellationToken)));
        if (answers.All(promised => promised))
        {
            current.Lease.Promised(askedAt);
        }
    }

    /// <summary>
    /// Answers a peer that asks not to be declared dead: yes only if the database is away from here too.
    /// </summary>
    public bool Promise(SiloAddress peer, TimeSpan duration)
    {
        if (!MayServe || !View.IsAlive(peer) || duration > _options.LongestOutage || !IsTableSilent)
        {
            return false;
        }

        lock (_gate)
        {
            if (IsBefore(_accused, peer))
            {
                return false;
            }

            _promises[peer] = After(duration);
            return true;
        }
    }

    /// <summary>
    /// Whether the end of a lease is reason enough. A member that last renewed before this one was in the table does
    /// not know this one, so it may live on the promises of others: it gets the longest time that promises may carry
    /// it.
    /// </summary>
    private bool MayDeclare(Incarnation me, Member other, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (IsBefore(_promises, other.Address))
            {
                return false;
            }
        }

        return other.Role == SiloRole.Gateway
            || other.RenewedAt >= me.KnownSince
            || now > other.RenewedAt + _options.LongestOutage;
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
        var view = View;
        Publish(view with
        {
            Members = [.. view.Members.Select(member =>
                member.Address == peer ? member with { Status = SiloStatus.Dead } : member)],
        });
    }

    /// <summary>Whether the database has not answered for longer than it should take to answer.</summary>
    private bool IsTableSilent => _time.GetElapsedTime(Volatile.Read(ref _lastContact)) >= _options.RenewEvery * 2;

    private long After(TimeSpan span) => _time.GetTimestamp() + (long)(span.TotalSeconds * _time.TimestampFrequency);

    private bool IsBefore(Dictionary<SiloAddress, long> ends, SiloAddress peer) =>
        ends.TryGetValue(peer, out long end) && _time.GetTimestamp() < end;

    private void Publish(MembershipView view)
    {
        Volatile.Write(ref _view, view);
        ViewChanged?.Invoke(view);
    }

    [LoggerMessage(
        EventId = 4101,
        Level = LogLevel.Information,
        Message = "Joined the cluster as {Name}, incarnation {Address}")]
    private partial void LogJoined(string name, SiloAddress address);

    [LoggerMessage(
        EventId = 4102,
        Level = LogLevel.Error,
        Message = "Incarnation {Address} was declared dead: it stops serving")]
    private partial void LogFenced(SiloAddress address);

    [LoggerMessage(EventId = 4103, Level = LogLevel.Warning, Message = "Declared {Peer} dead: {Evidence}")]
    private partial void LogDeclaredDead(SiloAddress peer, DeathEvidence evidence);

    [LoggerMessage(
        EventId = 4104,
        Level = LogLevel.Warning,
        Message = "The cluster's database cannot be reached: {Reason}")]
    private partial void LogTableAway(string reason);

    [SuppressMessage(
        "Design",
        "CA1001",
        Justification = "Calls that outlive the incarnation hold its token; no timer hangs on it.")]
    private sealed class Incarnation(SiloAddress address, SiloLease lease)
    {
        private readonly CancellationTokenSource _tenure = new();

        public SiloAddress Address => address;

        public SiloLease Lease => lease;

        public CancellationToken Tenure => _tenure.Token;

        /// <summary>
        /// The database's time of the first renewal: whoever renewed later has read this incarnation's row.
        /// </summary>
        public DateTimeOffset? KnownSince { get; set; }

        /// <summary>Serves and asks nothing any more.</summary>
        public Task EndAsync()
        {
            lease.Revoke();
            return _tenure.CancelAsync();
        }
    }
}
