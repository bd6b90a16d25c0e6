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
    private readonly Dictionary<SiloAddress, long> _met = [];
    private readonly Lock _gate = new();
    private Incarnation? _current;
    private MembershipView _view = MembershipView.Empty;
    private long _viewAskedAt = long.MinValue;
    private long _lastContact = long.MinValue;

    // Of the loop that asks for promises.
    private SiloAddress[] _silent = [];
    private bool _isLapseTold;

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

    /// <summary>What this member does.</summary>
    public SiloRole Role => _self.Role;

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
        lock (_gate)
        {
            _free.Clear(); // who was told of the last incarnation does not know this one
        }

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
        Publish(view, sentAt);
        return true;
    }

    /// <summary>
    /// While the database is away nobody can be declared dead in it. This member may go on for as long as everybody who
    /// could declare it dead says that the database is away from them too, and promises to hold still for a moment
    /// after. It asks itself too: one that nobody could reach does not go on, so that a silo which does not answer is
    /// known not to. Does nothing while the database answers.
    /// </summary>
    public async Task AskPromisesAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _current) is not { Lease.IsRevoked: false } current || !IsTableSilent)
        {
            (_silent, _isLapseTold) = ([], false);
            return;
        }

        if (!current.Lease.IsValid)
        {
            TellLapse(current.Address);
            return;
        }

        long askedAt = _time.GetTimestamp();
        var known = View.Members.Where(member => member.Role == SiloRole.Silo && !member.IsGone);
        SiloAddress[] judges = [.. known.Select(member => member.Address).Union(Met()).Except([current.Address])];
        var isHeard = _peers.ProbeAsync(current.Address, current.Address, cancellationToken);
        bool[] answers = await Task.WhenAll(judges.Select(judge =>
            _peers.AskPromiseAsync(judge, current.Address, cancellationToken)));
        SiloAddress[] silent = [.. judges.Where((_, i) => !answers[i])];
        if (await isHeard != PeerAnswer.Alive)
        {
            silent = [.. silent, current.Address];
        }

        if (silent.Length == 0)
        {
            current.Lease.Promised(askedAt);
        }

        _silent = silent;
    }

    /// <summary>
    /// A silo that may judge this one tells so itself: the table may not have said so yet, and may not say so any more.
    /// </summary>
    public void Meet(SiloAddress judge)
    {
        lock (_gate)
        {
            if (View.Find(judge) is null)
            {
                _met[judge] = _time.GetTimestamp();
            }
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

    /// <summary>Whether the database has not answered for longer than it should take to answer.</summary>
    private bool IsTableSilent => _time.GetElapsedTime(Volatile.Read(ref _lastContact)) >= _options.RenewEvery * 2;

    /// <summary>Tells once in an outage that this member has stopped serving, and for want of whose word.</summary>
    private void TellLapse(SiloAddress self)
    {
        if (!_isLapseTold)
        {
            _isLapseTold = true;
            LogLapsed(self, string.Join(", ", _silent.Select(silo => silo.Endpoint)));
        }
    }

    private long After(TimeSpan span) => _time.GetTimestamp() + (long)(span.TotalSeconds * _time.TimestampFrequency);

    private bool IsBefore(Dictionary<SiloAddress, long> ends, SiloAddress peer) =>
        ends.TryGetValue(peer, out long end) && _time.GetTimestamp() < end;

    private SiloAddress[] Met()
    {
        lock (_gate)
        {
            return [.. _met.Keys];
        }
    }

    /// <summary>Makes a reading of the table known, unless a newer one is.</summary>
    private void Publish(MembershipView view, long askedAt)
    {
        lock (_gate)
        {
            if (askedAt < _viewAskedAt)
            {
                return;
            }

            _viewAskedAt = askedAt;
            Volatile.Write(ref _view, view);
            foreach (var (judge, metAt) in _met)
            {
                if (metAt < askedAt)
                {
                    _met.Remove(judge); // it was in the table before it told of itself
                }
            }
        }

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

    [LoggerMessage(
        EventId = 4105,
        Level = LogLevel.Error,
        Message = "The lease of {Address} has ended: it serves nothing until the database answers. "
            + "When it last asked for promises, none came from: {Silent}")]
    private partial void LogLapsed(SiloAddress address, string silent);

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
