using Microsoft.Extensions.Logging.Abstractions;
using Tollama.Actors.Abstractions;
using Tollama.Actors.Membership;

namespace Tollama.Actors.Tests.Kit;

/// <summary>One member of a cluster that exists on paper: its part in the protocol, stepped by the test.</summary>
internal sealed class TestNode : IPeers
{
    private readonly TestNodes _others;

    public TestNode(TestNodes others, string name, MembershipOptions options)
    {
        _others = others;
        Name = name;
        Options = options;
        Agent = new MembershipAgent(
            others.Table.For(this),
            this,
            new JoiningMember(name, name, SiloRole.Silo, "{}"),
            options,
            others.Time,
            NullLogger<MembershipAgent>.Instance);
    }

    public string Name { get; }

    public MembershipOptions Options { get; }

    public MembershipAgent Agent { get; }

    /// <summary>Whether the process stands still; its machine does not.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>Whether it does not reach the table.</summary>
    public bool IsCutFromTable { get; set; }

    /// <summary>Whether no packet passes between it and others.</summary>
    public bool IsCutFromOthers { get; set; }

    /// <summary>Whether it takes no messages, though its clockwork runs on.</summary>
    public bool IsDeaf { get; set; }

    public bool IsDead => _others.Table.StatusOf(Agent.Self!) == SiloStatus.Dead;

    public async Task JoinAsync()
    {
        await Agent.JoinAsync(CancellationToken.None);
        await Agent.SetStatusAsync(SiloStatus.Active, CancellationToken.None);
    }

    /// <summary>One step of each of the member's loops.</summary>
    public async Task StepAsync()
    {
        if (!IsFrozen && !Agent.IsDead)
        {
            await Agent.RenewAsync(CancellationToken.None);
            await Agent.AskPromisesAsync(CancellationToken.None);
            await Agent.JudgeAsync(CancellationToken.None);
        }
    }

    public Task<PeerAnswer> ProbeAsync(SiloAddress peer, SiloAddress? self, CancellationToken cancellationToken) =>
        Task.FromResult(Ask(peer, self));

    public async Task<PeerAnswer> FaceAsync(SiloAddress peer, SiloAddress self, CancellationToken cancellationToken)
    {
        var answer = Ask(peer, self);
        if (answer == PeerAnswer.Silence)
        {
            await Task.Delay(Options.Promise, _others.Time, cancellationToken);
            bool isReached = this == _others[peer] || !(IsCutFromOthers || _others[peer].IsCutFromOthers);
            return isReached ? PeerAnswer.StandsStill : PeerAnswer.Silence;
        }

        return answer;
    }

    public Task<bool> AskPromiseAsync(SiloAddress peer, SiloAddress self, CancellationToken cancellationToken) =>
        Task.FromResult(Ask(peer, null) == PeerAnswer.Alive && _others[peer].Agent.Promise(self, Options.Promise));

    private PeerAnswer Ask(SiloAddress peer, SiloAddress? self)
    {
        var other = _others[peer];
        if (other.IsFrozen || other.IsDeaf || (this != other && (IsCutFromOthers || other.IsCutFromOthers)))
        {
            return PeerAnswer.Silence;
        }

        if (self is not null && self != other.Agent.Self)
        {
            other.Agent.Meet(self);
        }

        return PeerAnswer.Alive;
    }
}
