using Tollama.Actors.Abstractions;
using Tollama.Actors.Membership;

namespace Tollama.Actors.Tests.Kit;

/// <summary>A membership table with the rules of the one in PostgreSQL, on a clock of the test's.</summary>
internal sealed class TestTable(TimeProvider time)
{
    private readonly Dictionary<long, Member> _members = [];

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The table as one process reaches it.</summary>
    public IMembershipTable For(TestNode node) => new Access(this, node);

    public SiloStatus StatusOf(SiloAddress address) => _members[address.Generation].Status;

    private sealed class Access(TestTable table, TestNode node) : IMembershipTable
    {
        public Task<SiloAddress> JoinAsync(JoiningMember member, TimeSpan lease, CancellationToken cancellationToken)
        {
            ThrowIfCut();
            var address = new SiloAddress(member.Endpoint, table._members.Count + 1);
            table._members[address.Generation] = new Member
            {
                Address = address,
                Name = member.Name,
                Role = member.Role,
                Status = SiloStatus.Joining,
                JoinedAt = table.Now,
                RenewedAt = table.Now,
                LeaseUntil = table.Now + lease,
            };
            return Task.FromResult(address);
        }

        public Task<MembershipView?> RenewAsync(SiloAddress self, TimeSpan lease, CancellationToken cancellationToken)
        {
            ThrowIfCut();
            var member = table._members[self.Generation];
            if (member.IsGone)
            {
                return Task.FromResult<MembershipView?>(null);
            }

            table._members[self.Generation] = member with { RenewedAt = table.Now, LeaseUntil = table.Now + lease };
            return Task.FromResult<MembershipView?>(new MembershipView(table.Now, [.. table._members.Values]));
        }

        public Task SetStatusAsync(SiloAddress address, SiloStatus status, CancellationToken cancellationToken)
        {
            ThrowIfCut();
            var member = table._members[address.Generation];
            table._members[address.Generation] = member.IsGone ? member : member with { Status = status };
            return Task.CompletedTask;
        }

        public Task<bool> DeclareDeadAsync(
            SiloAddress address, DeathEvidence evidence, CancellationToken cancellationToken)
        {
            ThrowIfCut();
            var member = table._members[address.Generation];
            if (!member.IsGone && (evidence != DeathEvidence.LeaseEnded || member.LeaseUntil < table.Now))
            {
                member = table._members[address.Generation] = member with { Status = SiloStatus.Dead };
            }

            return Task.FromResult(member.IsGone);
        }

        public Task WatchAsync(Action onChange, Action<GrainId> onMoved, CancellationToken cancellationToken) =>
            throw new NotSupportedException("Nothing here is told of changes: members renew.");

        private void ThrowIfCut()
        {
            if (node.IsCutFromTable)
            {
                throw new TableUnavailableException("cut off");
            }
        }
    }
}
