using System.Text.Json.Nodes;
using Tollama.Core.Analysis;
using Tollama.Core.Forecasting;
using Tollama.Core.Narratives;

namespace Tollama.Core.Tests.Narratives;

public sealed class NarrativeTests
{
    [Theory]
    [InlineData(new double[] { 1, 3 }, new double[] { 3, 3 }, "lower")]
    [InlineData(new double[] { 1, 3 }, new double[] { 1, 3 }, "stable")]
    [InlineData(new double[] { 1, 3 }, new double[] { 0, 9 }, "higher")]
    [InlineData(new double[] { 5, 5 }, new double[] { 5, 5 }, "stable")]
    [InlineData(new double[] { 5, 5 }, new double[] { 5, 6 }, "higher")]
    public void Volatility_is_told_against_the_history(double[] history, double[] mean, string expected) =>
        Assert.Equal(expected, (string?)Tell(history, mean)["comparison_to_history"]!["volatility_change"]);

    [Fact]
    public void A_history_around_zero_has_no_percentage() =>
        Assert.Null(Tell([-1, 1], [2, 2])["comparison_to_history"]!["mean_delta_pct"]);

    [Theory]
    [InlineData(0.05, "high")]
    [InlineData(0.3, "medium")]
    [InlineData(0.6, "low")]
    public void The_interval_sets_the_confidence(double width, string expected)
    {
        var confidence = Tell([10, 10], [10, 10], width * 10)["confidence"]!;

        Assert.Equal(expected, (string?)confidence["level"]);
        Assert.Equal(width, (double)confidence["spread_ratio"]!, 1e-12);
    }

    [Fact]
    public void The_strength_of_a_trend_is_at_most_one() =>
        Assert.Equal(1.0, (double)Tell([1, 2], [1, 500])["trend"]!["strength"]!);

    [Fact]
    public void A_seasonal_history_has_its_period_told()
    {
        double[] history = [.. Enumerable.Range(0, 48).Select(i => Math.Sin(Math.PI * i / 6))];

        var seasonality = Tell(history, [0, 1])["seasonality"]!;

        Assert.True((bool)seasonality["detected"]!);
        Assert.Equal(12, (int)seasonality["period"]!);
    }

    [Fact]
    public void Risks_name_what_was_found_and_the_first_two_warnings()
    {
        var analysis = new SeriesAnalysis
        {
            Id = "s",
            DetectedFrequency = "irregular",
            SeasonalityPeriods = [3, 7],
            Trend = LinearTrend.Flat,
            Anomalies = AnomalySearch.Find([1, 2, 1, 2, 100], 1.5),
            IsStationary = false,
            DataQualityScore = 0.5,
            Warnings = ["one", "two", "three"],
        };

        var told = AnalysisNarrative.Tell([analysis])["series"]![0]!;

        Assert.Equal(
            ["anomalies_detected", "non_stationary", "low_data_quality", "one", "two"],
            told["key_risks"]!.AsArray().Select(risk => (string?)risk));
        Assert.Equal(3, (int)told["dominant_seasonality_period"]!);
    }

    private static JsonNode Tell(double[] history, double[] mean, double? width = null)
    {
        var series = new SeriesInput
        {
            Id = "s",
            Timestamps = TimestampColumn.FromStrings([.. history.Select((_, i) => $"t{i}")]),
            Target = new NumberColumn(history),
        };
        var forecast = new SeriesForecast
        {
            Id = "s",
            Freq = "D",
            StartTimestamp = "t",
            Mean = new NumberColumn(mean),
            Quantiles = width is { } spread
                ? new QuantileForecasts(
                    [0.1, 0.9],
                    [
                        new NumberColumn(mean.Select(value => value - (spread / 2)).ToArray()),
                        new NumberColumn(mean.Select(value => value + (spread / 2)).ToArray()),
                    ])
                : null,
        };
        return ForecastNarrative.Tell("m", [series], [forecast])!["series"]![0]!;
    }
}
