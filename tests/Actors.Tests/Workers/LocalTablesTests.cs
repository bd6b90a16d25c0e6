using Tollama.Actors.Abstractions;
using Tollama.Actors.Directory;
using Tollama.Actors.Membership;
using Tollama.Actors.Workers;
using Tollama.Testing;

namespace Tollama.Actors.Tests.Workers;

public sealed class LocalTablesTests
{
    private static readonly GrainId Grain = new("thing", "one");
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    private readonly ManualTimeProvider _clock = new();
    private readonly LocalTables _tables;

    public LocalTablesTests() => _tables = new LocalTables(_clock);

    [Fact]
    public async Task Enters_an_activation_once_and_gives_the_second_the_first()
    {
        var one = await JoinAsync("a");
        var two = await JoinAsync("b");
        var first = new GrainAddress(Grain, 1, one);

        Assert.Equal(first, await _tables.RegisterAsync(first, default));
        Assert.Equal(first, await _tables.RegisterAsync(new GrainAddress(Grain, 7, two), default));
        await _tables.UnregisterAsync(new GrainAddress(Grain, 7, two), default);
        Assert.Equal(first, await _tables.LookupAsync(Grain, default));
        await _tables.UnregisterAsync(first, default);
        Assert.Null(await _tables.LookupAsync(Grain, default));
    }

    [Fact]
    public async Task Ends_a_member_whose_lease_ended_and_its_activations_for_good()
    {
        var one = await JoinAsync("a");
        var two = await JoinAsync("b");
        await _tables.RegisterAsync(new GrainAddress(Grain, 1, one), default);
        Assert.False(await _tables.DeclareDeadAsync(one, DeathEvidence.LeaseEnded, default));

        _clock.Advance(Lease + TimeSpan.FromSeconds(1));
        await _tables.RenewAsync(two, Lease, default);

        Assert.Null(await _tables.RenewAsync(one, Lease, default));
        Assert.Null(await _tables.LookupAsync(Grain, default));
        Assert.Null(await _tables.RegisterAsync(new GrainAddress(Grain, 2, one), default));
        var next = new GrainAddress(Grain, 1, two);
        Assert.Equal(next, await _tables.RegisterAsync(next, default));
    }

    [Fact]
    public async Task Ends_the_earlier_incarnation_at_the_same_address()
    {
        var before = await JoinAsync("a");

        var now = await JoinAsync("a");

        Assert.True(now.Generation > before.Generation);
        Assert.Null(await _tables.RenewAsync(before, Lease, default));
        var view = await _tables.RenewAsync(now, Lease, default);
        Assert.Equal([SiloStatus.Dead, SiloStatus.Joining], view!.Members.Select(member => member.Status));
    }

    [Fact]
    public async Task Frees_at_once_what_a_process_held_whose_end_was_seen()
    {
        var one = await JoinAsync("a");
        await _tables.RegisterAsync(new GrainAddress(Grain, 1, one), default);

        _tables.Bury("a");

        Assert.Null(await _tables.LookupAsync(Grain, default));
        Assert.Null(await _tables.RenewAsync(one, Lease, default));
    }

    private Task<SiloAddress> JoinAsync(string endpoint) =>
        _tables.JoinAsync(new JoiningMember(endpoint, endpoint, SiloRole.Silo, "{}"), Lease, default);
}
