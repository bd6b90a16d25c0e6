using FsCheck;
using FsCheck.Fluent;
using Tollama.Grains.Devices;

namespace Tollama.Grains.Tests.Devices;

/// <summary>
/// The worked examples of docs/design/scheduling.md (MiB, requests per minute) and the laws behind them.
/// </summary>
public sealed class EvictionRuleTests
{
    private static readonly EvictionCandidate[] Residents =
    [
        Candidate("A", 3_000, 4, 0.2),
        Candidate("B", 6_000, 10, 6),
        Candidate("C", 2_500, 3, 0.5),
        Candidate("D", 8_000, 1, 0.1) with { IsProtected = true },
        Candidate("E", 5_500, 9, 3) with { IsBusy = true },
    ];

    [Fact]
    public void Takes_the_cheapest_set_that_covers_the_deficit()
    {
        var victims = EvictionRule.Choose(Residents, 5_000, mayDisturb: true);

        Assert.Equal(["A", "C"], victims.Select(victim => victim.Model));
        Assert.Equal(2.3 / 60, victims.Sum(victim => victim.Cost), 12);
    }

    [Fact]
    public void Lets_a_busy_copy_drain_for_one_who_waits_but_not_for_work_in_the_background()
    {
        Assert.Equal(["A", "B", "E"], Names(EvictionRule.Choose(Residents, 12_000, mayDisturb: true)));
        Assert.Empty(EvictionRule.Choose(Residents, 12_000, mayDisturb: false));
    }

    [Fact]
    public void A_spare_copy_elsewhere_makes_the_loss_cheap() =>
        Assert.Equal(
            0.2 * EvictionRule.Cost(TimeSpan.FromSeconds(4), 2, false),
            EvictionRule.Cost(TimeSpan.FromSeconds(4), 2, true),
            12);

    [Fact]
    public void Frees_at_least_the_deficit_with_no_victim_too_many_or_nothing() =>
        Prop.ForAll(
                Arb.From(
                    from count in Gen.Choose(0, 18)
                    from residents in Gen.ListOf(Resident, count)
                    from deficit in Gen.Choose(1, 60)
                    from mayDisturb in Gen.Elements(true, false)
                    select (
                        Residents: residents.Select((one, index) => one with { Model = $"m{index:00}" }).ToArray(),
                        deficit,
                        mayDisturb)),
                given =>
                {
                    var victims = EvictionRule.Choose(given.Residents, given.deficit, given.mayDisturb);
                    long legal = given
                        .Residents.Where(one => !one.IsProtected && (given.mayDisturb || !one.IsBusy))
                        .Sum(one => one.Bytes);
                    long freed = victims.Sum(victim => victim.Bytes);
                    Assert.Equal(legal >= given.deficit, victims.Count > 0);
                    Assert.DoesNotContain(
                        victims,
                        victim => victim.IsProtected || (victim.IsBusy && !given.mayDisturb));
                    Assert.All(
                        victims,
                        victim => Assert.True(freed - victim.Bytes < given.deficit, "a victim too many"));
                })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void No_other_set_that_covers_the_deficit_costs_less() =>
        Prop.ForAll(
                Arb.From(
                    from count in Gen.Choose(1, 9)
                    from residents in Gen.ListOf(Resident, count)
                    from deficit in Gen.Choose(1, 40)
                    select (
                        Residents: residents
                            .Select((one, index) => one with { Model = $"m{index}", IsProtected = false })
                            .ToArray(),
                        deficit)),
                given =>
                {
                    var sets = Enumerable
                        .Range(1, (1 << given.Residents.Length) - 1)
                        .Select(set => given.Residents.Where((_, index) => (set & (1 << index)) != 0).ToArray())
                        .Where(set => set.Sum(one => one.Bytes) >= given.deficit);
                    var victims = EvictionRule.Choose(given.Residents, given.deficit, mayDisturb: true);
                    Assert.Equal(
                        sets.Select(set => set.Sum(one => one.Cost)).DefaultIfEmpty(0).Min(),
                        victims.Sum(victim => victim.Cost));
                })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static Gen<EvictionCandidate> Resident =>
        from bytes in Gen.Choose(1, 12)
        from cost in Gen.Choose(0, 5)
        from isBusy in Gen.Elements(true, false)
        from isProtected in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new EvictionCandidate("m", bytes, cost, isBusy, isProtected);

    private static EvictionCandidate Candidate(string model, long bytes, double reload, double perMinute) =>
        new(model, bytes, EvictionRule.Cost(TimeSpan.FromSeconds(reload), perMinute / 60, false), false, false);

    private static string[] Names(IEnumerable<EvictionCandidate> victims) =>
        [.. victims.Select(victim => victim.Model)];
}
