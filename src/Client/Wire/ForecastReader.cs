using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;

namespace Tollama.Client.Wire;

/// <summary>Reads forecast responses (contract/http-api §3).</summary>
internal static class ForecastReader
{
    /// <summary>Reads one.</summary>
    public static ForecastResponse Read(JsonElement reply) => new()
    {
        Model = reply.Text("model"),
        Forecasts = [.. reply.GetProperty("forecasts").EnumerateArray().Select(ReadSeries)],
        Metrics = reply.Find("metrics") is { } metrics ? ReadMetrics(metrics) : null,
        Timing = reply.Find("timing") is { } timing ? ReadTiming(timing) : null,
        Explanation = reply.Find("explanation") is { } explanation
            ? [.. explanation.GetProperty("series").EnumerateArray().Select(ReadExplanation)]
            : null,
        Narrative = Tree(reply, "narrative"),
        Preprocessing = Tree(reply, "preprocessing"),
        Usage = Tree(reply, "usage"),
        Warnings = reply.Texts("warnings"),
    };

    /// <summary>A member as a tree; null when it is null or absent.</summary>
    public static JsonObject? Tree(JsonElement reply, string name) =>
        reply.Find(name) is { } member ? JsonNode.Parse(member.GetRawText())?.AsObject() : null;

    private static SeriesForecast ReadSeries(JsonElement forecast) => new()
    {
        Id = forecast.Text("id"),
        Freq = forecast.Text("freq"),
        StartTimestamp = forecast.Text("start_timestamp"),
        Mean = ReadNumbers(forecast.GetProperty("mean")),
        Quantiles = forecast.Find("quantiles") is { } quantiles ? ReadQuantiles(quantiles) : null,
    };

    private static QuantileForecasts ReadQuantiles(JsonElement quantiles)
    {
        var rows = quantiles
            .EnumerateObject()
            .Select(row =>
                (Level: double.Parse(row.Name, CultureInfo.InvariantCulture), Values: ReadNumbers(row.Value)))
            .OrderBy(row => row.Level)
            .ToList();
        return new QuantileForecasts([.. rows.Select(row => row.Level)], [.. rows.Select(row => row.Values)]);
    }

    /// <summary>Reads a list of numbers.</summary>
    public static NumberColumn ReadNumbers(JsonElement numbers)
    {
        double[] values = new double[numbers.GetArrayLength()];
        bool areIntegers = values.Length > 0;
        int index = 0;
        foreach (var number in numbers.EnumerateArray())
        {
            values[index++] = number.GetDouble();
            areIntegers = areIntegers && number.TryGetInt64(out _);
        }

        return new NumberColumn(values, areIntegers);
    }

    /// <summary>Reads the measures of a forecast.</summary>
    public static ForecastMetrics ReadMetrics(JsonElement metrics) => new(
        ReadValues(metrics.GetProperty("aggregate")),
        [.. metrics.GetProperty("series").EnumerateArray()
            .Select(series => new SeriesMetrics(series.Text("id"), ReadValues(series.GetProperty("values"))))]);

    private static MetricValue[] ReadValues(JsonElement values) =>
        [.. values.EnumerateObject().Select(value => new MetricValue(value.Name, value.Value.GetDouble()))];

    private static ForecastTiming ReadTiming(JsonElement timing) => new(
        timing.GetProperty("model_load_ms").GetDouble(),
        timing.GetProperty("inference_ms").GetDouble(),
        timing.GetProperty("total_ms").GetDouble());

    private static SeriesExplanation ReadExplanation(JsonElement explanation) => new()
    {
        Id = explanation.Text("id"),
        TrendDirection = explanation.Text("trend_direction"),
        ConfidenceAssessment = explanation.Text("confidence_assessment"),
        HistoricalComparison = explanation.Text("historical_comparison"),
        NotablePatterns = explanation.Texts("notable_patterns"),
    };
}
