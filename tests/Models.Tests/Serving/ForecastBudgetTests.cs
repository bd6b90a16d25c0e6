using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Models.Serving;
using Tollama.Models.Tests.Laws;

namespace Tollama.Models.Tests.Serving;

public sealed class ForecastBudgetTests
{
    [Theory]
    [InlineData(10, 1000, 100, 10)]
    [InlineData(11, 1000, 100, 10)]
    [InlineData(int.MaxValue, 1000, 3, 333)]
    public void A_refusal_says_how_many_fit(int count, long allowed, int each, long fits)
    {
        var fault = Record.Exception(() => ForecastBudget.Require("samples", count, n => n * (double)each, allowed));

        if (count <= fits)
        {
            Assert.Null(fault);
            return;
        }

        Assert.Equal(ErrorCode.BadRequest, Assert.IsType<TollamaException>(fault).Code);
        Assert.EndsWith($"at most {fits} samples fit.", fault.Message, StringComparison.Ordinal);
        ForecastBudget.Require("samples", fits, n => n * (double)each, allowed);
    }

    [Fact]
    public void A_horizon_that_no_memory_holds_is_refused_before_anything_is_loaded()
    {
        var families = ModelFamilies.All(Golden.Engine);
        var subject = LawSubject.All[0];
        var request = subject.Request(1, LawSeries.Waves("s", 20, 1)) with { Horizon = int.MaxValue };

        var fault = Assert.Throws<TollamaException>(() => families.Check(subject.Artifact(families), request));

        Assert.Equal(ErrorCode.BadRequest, fault.Code);
        Assert.Contains("steps fit", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Toto-Open-Base-1.0_small")]
    [InlineData("sundial-base-128m_deterministic")]
    public void Samples_that_no_memory_holds_are_refused_before_anything_is_loaded(string checkpoint)
    {
        var families = ModelFamilies.All(Golden.Engine);
        var subject = LawSubject.All.Single(one => one.Checkpoint == checkpoint);
        SeriesInput[] series = [.. Enumerable.Range(0, 40).Select(i => LawSeries.Waves($"s{i}", 20, i))];
        var request = subject.Request(1, series) with
        {
            Horizon = 720,
            Options = LawOptions.Of(new { num_samples = 100_000 }),
        };

        var fault = Assert.Throws<TollamaException>(() => families.Check(subject.Artifact(families), request));

        Assert.Contains("samples fit", fault.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("chronos-2")]
    [InlineData("Toto-Open-Base-1.0_small")]
    [InlineData("moirai-2.0-R-small")]
    public async Task Covariates_that_no_memory_holds_are_refused_and_their_neighbours_served(string checkpoint)
    {
        var subject = LawSubject.All.Single(one => one.Checkpoint == checkpoint);
        await using var forecaster = await subject.LoadAsync();
        var series = LawSeries.Waves("s", 20, 1);
        var column = new NumberColumn(new double[20]);
        var crowded = series with
        {
            PastCovariates =
            [
                .. Enumerable.Range(0, 120_000).Select(i => new Covariate { Name = $"c{i}", Numbers = column }),
            ],
        };

        var outcomes = await forecaster.ForecastAsync(
            [
                new(subject.Request(5, crowded), CancellationToken.None),
                new(subject.Request(5, series), CancellationToken.None),
            ],
            CancellationToken.None);

        Assert.Contains("covariates fit", outcomes[0].Failure?.Message, StringComparison.Ordinal);
        Assert.NotNull(outcomes[1].Result);
    }
}
