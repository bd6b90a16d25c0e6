using Tollama.Models.Baseline.Decomposition;
using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Seasons;

namespace Tollama.Models.Tests.Baseline;

/// <summary>What comes before a search can be long in itself, and ends when the caller leaves.</summary>
public sealed class CancelledWorkTests
{
    private const int Season = 50;
    private static readonly double[] Series = SearchRequest.Seasonal(400, Season);

    [Fact]
    public void A_caller_who_leaves_ends_a_pass_of_the_decomposition()
    {
        var settings = StlSettings.Thorough(Season, 11) with { Iterations = 1 };

        Assert.Throws<OperationCanceledException>(() => Stl.Decompose(Series, settings, Left()));
    }

    [Fact]
    public void A_deadline_ends_the_decomposition_after_a_whole_pass()
    {
        var settings = StlSettings.Thorough(Season, 11);
        var (season, trend) = Stl.Decompose(Series, settings with { Iterations = 3 }, FitBudget.Unlimited);

        // Each look takes a second: those before the second and the third pass are in time.
        var late = new FitBudget(new LookingClock(() => { }), deadline: 2, CancellationToken.None);
        var (cutSeason, cutTrend) = Stl.Decompose(Series, settings, late);

        Assert.True(late.WasExhausted);
        Assert.Equal(season, cutSeason);
        Assert.Equal(trend, cutTrend);
    }

    [Fact]
    public void A_caller_who_leaves_ends_the_test_for_a_season() => Assert.Throws<OperationCanceledException>(
        () => SeasonalityTest.IsSeasonal(Series, Season, 1.645, Left()));

    [Fact]
    public void A_caller_who_leaves_ends_the_search_for_the_figure_of_a_season() =>
        Assert.Throws<OperationCanceledException>(
            () => ClassicalDecomposition.Figure(Series, Season, isMultiplicative: false, Left()));

    /// <summary>A budget whose caller has left.</summary>
    private static FitBudget Left() => new(TimeProvider.System, long.MaxValue, new CancellationToken(canceled: true));
}
