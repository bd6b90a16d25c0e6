using System.Text.Json;
using Tollama.Client.Results;
using Tollama.Core.Analysis;
using Tollama.Core.Recommendation;

namespace Tollama.Client.Wire;

/// <summary>Reads the answers of composites (contract/http-api §13–§16).</summary>
internal static class CompositeReader
{
    /// <summary>Reads an analysis.</summary>
    public static AnalysisReport Analysis(JsonElement reply) => new()
    {
        Results = [.. reply.GetProperty("results").EnumerateArray().Select(Series)],
        Narrative = ForecastReader.Tree(reply, "narrative"),
    };

    /// <summary>Reads an automatic choice.</summary>
    public static AutoForecastResult Auto(JsonElement reply)
    {
        var selection = reply.GetProperty("selection");
        return new AutoForecastResult
        {
            Strategy = reply.Text("strategy"),
            ChosenModel = selection.Text("chosen_model"),
            SelectedModels = selection.Texts("selected_models"),
            Candidates = [.. selection.Items("candidates").Select(candidate => new RankedModel(
                candidate.Text("model"),
                candidate.Text("family"),
                candidate.GetProperty("rank").GetInt32(),
                candidate.GetProperty("score").GetDouble(),
                candidate.Texts("reasons")))],
            Rationale = selection.Texts("rationale"),
            FallbackUsed = selection.GetProperty("fallback_used").GetBoolean(),
            Response = ForecastReader.Read(reply.GetProperty("response")),
        };
    }

    /// <summary>Reads a comparison.</summary>
    public static CompareResult Compare(JsonElement reply) => new(
        reply.GetProperty("horizon").GetInt32(),
        [.. reply.GetProperty("results").EnumerateArray().Select(result => Part(result, "model"))]);

    /// <summary>Reads a what-if.</summary>
    public static WhatIfResult WhatIf(JsonElement reply) => new(
        reply.Text("model"),
        reply.GetProperty("horizon").GetInt32(),
        ForecastReader.Read(reply.GetProperty("baseline")),
        [.. reply.GetProperty("results").EnumerateArray().Select(result => Part(result, "scenario"))]);

    private static PartResult Part(JsonElement result, string name) =>
        new(
            result.Text(name),
            result.Find("response") is { } response ? ForecastReader.Read(response) : null,
            result.Find("error") is { } error
                ? new CallFailure(
                    error.Text("category"),
                    error.GetProperty("status_code").GetInt32(),
                    error.Text("message"))
                : null);

    private static SeriesAnalysis Series(JsonElement result)
    {
        var trend = result.GetProperty("trend");
        return new SeriesAnalysis
        {
            Id = result.Text("id"),
            DetectedFrequency = result.Text("detected_frequency"),
            SeasonalityPeriods = [.. result.Items("seasonality_periods").Select(period => period.GetInt32())],
            Trend = new LinearTrend(
                trend.Text("direction"), trend.GetProperty("slope").GetDouble(), trend.GetProperty("r2").GetDouble()),
            Anomalies = [.. result.Items("anomalies").Select(Anomaly)],
            IsStationary = result.Find("stationarity_flag")?.GetBoolean(),
            DataQualityScore = result.GetProperty("data_quality_score").GetDouble(),
            Warnings = result.Texts("warnings"),
        };
    }

    private static Anomaly Anomaly(JsonElement anomaly) => new()
    {
        Index = anomaly.GetProperty("index").GetInt32(),
        Type = anomaly.Text("type"),
        Severity = anomaly.Text("severity"),
        Value = anomaly.GetProperty("value").GetDouble(),
        RangeStart = anomaly.GetProperty("range_start").GetInt32(),
        RangeEnd = anomaly.GetProperty("range_end").GetInt32(),
        SuggestedHandling = anomaly.Text("suggested_handling"),
    };
}
