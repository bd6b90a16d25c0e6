using Tollama.Actors.Abstractions;
using Tollama.Actors.Directory;
using Tollama.Actors.Membership;

namespace Tollama.Actors.Workers;

/// <summary>
/// Members and directory of the workers of one machine, kept by their parent: the same rules as the tables in
/// PostgreSQL, one lock in the place of its transactions and the parent's monotonic clock in the place of its time.
/// </summary>
internal sealed class LocalTables(TimeProvider time) : IMembershipTable, IGrainDirectory
{
    private readonly Lock _gate = new();
    private readonly long _origin = time.GetTimestamp();
    private readonly Dictionary<long, Member> _members = [];
    private readonly Dictionary<GrainId, GrainAddress> _activations = [];
    private long _lastIncarnation;

    /// <summary>A member joined, changed or died.</summary>
    public event Action? Changed;

    /// <summary>The activation of a grain ended.</summary>
    public event Action<GrainId>? Moved;

    public Task<SiloAddress> JoinAsync(JoiningMember member, TimeSpan lease, CancellationToken cancellationToken)
    {
        SiloAddress address;
        lock (_gate)
        {
            foreach (var earlier in _members.Values.Where(known => known.Address.Endpoint == member.Endpoint).ToArray())
            {
                Bury(earlier);
            }

            address = new SiloAddress(member.Endpoint, ++_lastIncarnation);
            _members[address.Generation] = new Member
            {
                Address = address,
                Name = member.Name,
                Role = member.Role,
                Status = SiloStatus.Joining,
                JoinedAt = Now,
                RenewedAt = Now,
                LeaseUntil = Now + lease,
                Metadata = member.Metadata,
            };
        }

        Changed?.Invoke();
        return Task.FromResult(address);
    }

    public Task<MembershipView?> RenewAsync(SiloAddress self, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            BuryExpired(except: self);
            if (!_members.TryGetValue(self.Generation, out var member) || member.IsGone)
            {
                return Task.FromResult<MembershipView?>(null);
            }

            _members[self.Generation] = member with { RenewedAt = Now, LeaseUntil = Now + lease };
            return Task.FromResult<MembershipView?>(
                new MembershipView(Now, [.. _members.Values.OrderBy(one => one.Address.Generation)]));
        }
    }

    public Task SetStatusAsync(SiloAddress address, SiloStatus status, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_members.TryGetValue(address.Generation, out var member) && !member.IsGone)
            {
                _members[address.Generation] = member with { Status = status };
            }
        }

        Changed?.Invoke();
        return Task.CompletedTask;
    }

    public Task<bool> DeclareDeadAsync(SiloAddress address, DeathEvidence evidence, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_members.TryGetValue(address.Generation, out var member))
            {
                return Task.FromResult(false);
            }

            if (!member.IsGone && evidence == DeathEvidence.LeaseEnded && member.LeaseUntil >= Now)
            {
                return Task.FromResult(false);
            }

            Bury(member, evidence == DeathEvidence.Left ? SiloStatus.Left : SiloStatus.Dead);
        }

        Changed?.Invoke();
        return Task.FromResult(true);
    }

    /// <summary>The process behind an address has ended: its parent has seen it.</summary>
    public void Bury(string endpoint)
    {
        lock (_gate)
        {
            foreach (var member in _members.Values.Where(known => known.Address.Endpoint == endpoint).ToArray())
            {
                Bury(member);
            }
        }

        Changed?.Invoke();
    }

    public async Task WatchAsync(Action onChange, Action<GrainId> onMoved, CancellationToken cancellationToken)
    {
        Changed += onChange;
        Moved += onMoved;
        try
        {
            onChange(); // what changed before we watched
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            Changed -= onChange;
            Moved -= onMoved;
        }
    }

    public Task<GrainAddress?> RegisterAsync(GrainAddress address, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            bool mayEnter = _members.GetValueOrDefault(address.SiloAddress.Generation)
                is { Status: SiloStatus.Joining or SiloStatus.Active } member && member.LeaseUntil > Now;
            var standing = Standing(address.GrainId);
            if (mayEnter && (standing is null || standing.SiloAddress == address.SiloAddress))
            {
                _activations[address.GrainId] = address;
                return Task.FromResult<GrainAddress?>(address);
            }

            return Task.FromResult(standing);
        }
    }

    public Task UnregisterAsync(GrainAddress address, CancellationToken cancellationToken)
    {
        bool isGone;
        lock (_gate)
        {
            isGone = _activations.GetValueOrDefault(address.GrainId) == address && _activations.Remove(address.GrainId);
        }

        if (isGone)
        {
            Moved?.Invoke(address.GrainId);
        }

        return Task.CompletedTask;
    }

    public Task<GrainAddress?> LookupAsync(GrainId grainId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(Standing(grainId));
        }
    }

    private DateTimeOffset Now => DateTimeOffset.UnixEpoch + time.GetElapsedTime(_origin);

    private GrainAddress? Standing(GrainId grainId) =>
        _activations.TryGetValue(grainId, out var found)
        && _members.GetValueOrDefault(found.SiloAddress.Generation) is { IsGone: false }
            ? found
            : null;

    private void BuryExpired(SiloAddress except)
    {
        foreach (var member in _members.Values.Where(one => one.Address != except && one.LeaseUntil < Now).ToArray())
        {
            Bury(member);
        }
    }

    /// <summary>Ends a member and its activations. Of the dead, the newest of each address is remembered.</summary>
    private void Bury(Member member, SiloStatus status = SiloStatus.Dead)
    {
        _members[member.Address.Generation] = member with { Status = member.IsGone ? member.Status : status };
        foreach (var dead in _members.Values.Where(one => one.IsGone
            && one.Name == member.Name && one.Address.Generation < member.Address.Generation).ToArray())
        {
            _members.Remove(dead.Address.Generation);
        }

        foreach (var (grain, address) in _activations.ToArray())
        {
            if (address.SiloAddress == member.Address)
            {
                _activations.Remove(grain);
            }
        }
    }
}
