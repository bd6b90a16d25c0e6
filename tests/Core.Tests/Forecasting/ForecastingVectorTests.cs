using System.Globalization;
using System.Text.Json;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Tests.Forecasting;

public sealed class ForecastingVectorTests
{
    [Fact]
    public void Keep_alive_is_parsed_as_the_vectors_say() => VectorCases.ForEach("keep-alive-parse", item =>
    {
        var input = item.GetProperty("input");
        var keepAlive = input.ValueKind switch
        {
            JsonValueKind.Null => KeepAlive.Unset,
            JsonValueKind.String => new KeepAlive(input.GetString(), null),
            _ => new KeepAlive(null, input.GetDouble()),
        };
        if (item.GetProperty("action").ValueEquals("error_400"))
        {
            Assert.Equal(
                ErrorCode.InvalidRequest, Assert.Throws<TollamaException>(() => { keepAlive.Resolve(); }).Code);
            return;
        }

        TimeSpan? expected = item.GetProperty("action").GetString() switch
        {
            "never_expires" => null,
            "unload_now" => TimeSpan.Zero,
            _ => TimeSpan.FromSeconds(item.GetProperty("seconds").GetDouble()),
        };
        Assert.Equal(expected, keepAlive.Resolve());
    });

    [Theory]
    [InlineData(1e300, null)]
    [InlineData(1e-12, 1L)]
    public void Keep_alive_beyond_the_clock_never_expires_and_below_it_expires_soon(double seconds, long? ticks) =>
        Assert.Equal(ticks, new KeepAlive(null, seconds).Resolve()?.Ticks);

    [Fact]
    public void Quantile_keys_are_formatted_as_the_vectors_say() => VectorCases.ForEach("quantile-key-format", item =>
        Assert.Equal(item.GetProperty("key").GetString(), QuantileKey.Format(item.GetProperty("input").GetDouble())));

    [Fact]
    public void Forecasts_are_explained_as_the_vectors_say() => VectorCases.ForEach("explanation-rules", item =>
    {
        var explanation = ForecastExplanation.Explain(Forecast(item), VectorCases.Numbers(item.GetProperty("history")));

        Assert.Equal(item.GetProperty("trend_direction").GetString(), explanation.TrendDirection);
        Assert.Contains(item.GetProperty("confidence").GetString()!, explanation.ConfidenceAssessment);
        var comparison = item.GetProperty("history_comparison");
        string expected = VectorCases.Text(comparison, "text_token")
            ?? $"{comparison.GetProperty("percent").GetString()}% {comparison.GetProperty("side").GetString()}";
        Assert.Contains(expected, explanation.HistoricalComparison);
        string[] patterns = VectorCases.Texts(item.GetProperty("patterns"));
        Assert.Equal(patterns.Length, explanation.NotablePatterns.Count);
        Assert.All(patterns.Zip(explanation.NotablePatterns), pair =>
            Assert.All(pair.First.Split('_'), word => Assert.Contains(word, pair.Second)));
    });

    private static SeriesForecast Forecast(JsonElement item) => new()
    {
        Id = "s",
        Freq = "D",
        StartTimestamp = "2025-01-01",
        Mean = new NumberColumn(VectorCases.Numbers(item.GetProperty("mean"))),
        Quantiles = item.GetProperty("quantiles") is { ValueKind: JsonValueKind.Object } quantiles
            ? new QuantileForecasts(
                [.. quantiles.EnumerateObject().Select(pair => double.Parse(pair.Name, CultureInfo.InvariantCulture))],
                [.. quantiles.EnumerateObject().Select(pair => new NumberColumn(VectorCases.Numbers(pair.Value)))])
            : null,
    };
}
