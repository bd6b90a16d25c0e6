using Tollama.Grains.Routing;

namespace Tollama.Grains.Tests.Routing;

public sealed class HedgeBudgetTests
{
    private static readonly RoutingRules On = new() { Hedges = true };
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void Hedges_nothing_unless_told_to()
    {
        var budget = new HedgeBudget(new RoutingRules());
        Note(budget, answers: 1_000);

        Assert.Null(budget.Delay(TimeSpan.Zero));
        Assert.False(budget.TryTake());
    }

    [Fact]
    public void Waits_longer_than_95_of_100_answers_took()
    {
        var budget = new HedgeBudget(On);
        for (int answer = 1; answer <= 100; answer++)
        {
            budget.Note(TimeSpan.FromMilliseconds(answer), TimeSpan.Zero);
        }

        Assert.Equal(TimeSpan.FromMilliseconds(95), budget.Delay(TimeSpan.Zero));
    }

    [Fact]
    public void Knows_what_is_long_after_twenty_answers_and_forgets_it_again()
    {
        var budget = new HedgeBudget(On);
        Note(budget, answers: 19);
        Assert.Null(budget.Delay(TimeSpan.Zero));

        Note(budget, answers: 1);
        Assert.Equal(Usual, budget.Delay(TimeSpan.FromSeconds(2)));
        Assert.Null(budget.Delay(TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public void Never_adds_more_than_five_in_a_hundred()
    {
        var budget = new HedgeBudget(On);
        Note(budget, answers: 1_000_000); // saves up next to nothing

        int taken = 0;
        for (int forecast = 0; forecast < 10_000; forecast++)
        {
            taken += budget.TryTake() ? 1 : 0;
            Note(budget, answers: 1);
        }

        Assert.InRange(taken, 490, 503);
        Assert.Equal(taken, budget.Taken);
    }

    private static void Note(HedgeBudget budget, int answers)
    {
        for (int answer = 0; answer < answers; answer++)
        {
            budget.Note(Usual, TimeSpan.Zero);
        }
    }
}
