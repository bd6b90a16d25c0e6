using Tollama.Core.Catalog;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;
using Tollama.Models.Mock;

namespace Tollama.Models.Tests.Mock;

public sealed class MockForecasterTests
{
    [Fact]
    public async Task Repeats_the_last_value_for_the_mean_and_every_quantile()
    {
        var result = await ForecastAsync([1.0, 2.5], allIntegers: false, quantiles: [0.1, 0.9]);

        var forecast = Assert.Single(result.Forecasts);
        Assert.Equal([2.5, 2.5, 2.5], forecast.Mean.Span.ToArray());
        Assert.Equal([0.1, 0.9], forecast.Quantiles!.Levels);
        Assert.All(forecast.Quantiles.Rows, row => Assert.Equal([2.5, 2.5, 2.5], row.Span.ToArray()));
    }

    [Fact]
    public async Task Hands_integers_back_as_integers()
    {
        var result = await ForecastAsync([1.0, 3.0], allIntegers: true, quantiles: []);

        Assert.True(result.Forecasts[0].Mean.IsInteger(0));
        Assert.Null(result.Forecasts[0].Quantiles);
    }

    [Fact]
    public async Task Starts_at_the_last_timestamp_word_for_word()
    {
        var result = await ForecastAsync([1.0, 3.0], allIntegers: true, quantiles: []);

        Assert.Equal("tomorrow-ish", result.Forecasts[0].StartTimestamp);
        Assert.Equal("tollama-mock", result.Usage["runner"]!.GetValue<string>());
    }

    [Fact]
    public async Task Skips_a_request_whose_caller_left()
    {
        using var left = new CancellationTokenSource();
        await left.CancelAsync();
        await using var forecaster = await CreateAsync();

        var outcomes = await forecaster.ForecastAsync(
            [new ForecastWork(
                Request([1.0], true, []), left.Token), new ForecastWork(Request([1.0], true, []), default)],
            CancellationToken.None);

        Assert.True(outcomes[0].IsCancelled);
        Assert.NotNull(outcomes[1].Result);
    }

    private static async Task<ForecastResult> ForecastAsync(double[] target, bool allIntegers, double[] quantiles)
    {
        await using var forecaster = await CreateAsync();
        var outcomes = await forecaster.ForecastAsync(
            [new ForecastWork(
                Request(target, allIntegers, quantiles), CancellationToken.None)], CancellationToken.None);
        return outcomes[0].Result!;
    }

    private static ValueTask<IForecaster> CreateAsync() => new ModelFamilies([new MockFamily()]).CreateAsync(
        new ModelArtifact { Name = "mock", Family = "mock", Source = new ModelSource("local", "mock", "main") },
        DeviceId.Cpu,
        CancellationToken.None);

    private static ForecastRequest Request(double[] target, bool allIntegers, double[] quantiles) => new()
    {
        Model = "mock",
        Horizon = 3,
        Quantiles = quantiles,
        Series =
        [
            new SeriesInput
            {
                Id = "a",
                Freq = "D",
                Timestamps = TimestampColumn.FromStrings(
                    [.. target.Select((_, i) => i == target.Length - 1 ? "tomorrow-ish" : "x")]),
                Target = new NumberColumn(target, allIntegers),
            },
        ],
    };
}
