using Tollama.Actors.Tests.Kit;

namespace Tollama.Actors.Tests.Membership;

/// <summary>A silo joins, and the only other one does not come to read that: it freezes, or is cut off, then.</summary>
public sealed class UnknownSiloTests
{
    private readonly TestNodes _nodes = new();

    [Fact]
    public async Task Is_replaced_within_seconds_when_it_froze_as_the_other_joined()
    {
        var frozen = await _nodes.AddAsync("frozen");
        frozen.IsFrozen = true;
        await _nodes.RunAsync(TimeSpan.FromMilliseconds(50));
        await _nodes.AddAsync("new");

        var took = await _nodes.RunUntilAsync(() => frozen.IsDead, patience: TimeSpan.FromSeconds(15));

        Assert.True(took < TimeSpan.FromSeconds(20), $"It took {took}."); // three, and what a busy machine adds
        frozen.IsFrozen = false;
        await _nodes.RunAsync(TimeSpan.FromSeconds(1));
        Assert.True(frozen.Agent.IsDead);
    }

    [Fact]
    public async Task Stops_serving_and_is_replaced_when_only_the_table_is_out_of_its_reach()
    {
        var lost = await _nodes.AddAsync("lost");
        lost.IsCutFromTable = true;
        await _nodes.RunAsync(TimeSpan.FromMilliseconds(50));
        await _nodes.AddAsync("new");

        var took = await _nodes.RunUntilAsync(() => lost.IsDead, patience: TimeSpan.FromSeconds(15));

        Assert.True(took < TimeSpan.FromSeconds(20), $"It took {took}.");
    }

    [Fact]
    public async Task Is_left_alone_for_as_long_as_promises_may_carry_it_when_nobody_reaches_it()
    {
        var lonely = await _nodes.AddAsync("lonely");
        (lonely.IsCutFromTable, lonely.IsCutFromOthers) = (true, true);
        await _nodes.RunAsync(TimeSpan.FromMilliseconds(50));
        await _nodes.AddAsync("new");

        await _nodes.RunAsync(TimeSpan.FromSeconds(15));
        Assert.True(lonely.Agent.MayServe);
        Assert.False(lonely.IsDead);

        await _nodes.RunUntilAsync(() => lonely.IsDead, patience: TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Goes_on_alone_while_the_table_is_away_unless_it_cannot_be_heard()
    {
        var alone = await _nodes.AddAsync("alone");
        alone.IsCutFromTable = true;
        await _nodes.RunAsync(TimeSpan.FromSeconds(15));
        Assert.True(alone.Agent.MayServe);

        alone.IsDeaf = true;

        await _nodes.RunUntilAsync(() => !alone.Agent.MayServe, patience: TimeSpan.FromSeconds(10));
    }
}
