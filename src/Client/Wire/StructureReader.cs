using System.Text.Json;
using Tollama.Client.Results;

namespace Tollama.Client.Wire;

/// <summary>
/// Reads the answers of contract/http-api §18.8 and §18.9: pipelines, reports, counterfactuals, trees, synthetic
/// series.
/// </summary>
internal static class StructureReader
{
    /// <summary>Reads synthetic series.</summary>
    public static GenerateResult Generate(JsonElement reply) => new(
        reply.Text("method"),
        [.. reply.GetProperty("generated").EnumerateArray().Select(series => new SyntheticSeries(
            series.Text("id"),
            series.Text("source_id"),
            series.Text("freq"),
            series.Texts("timestamps"),
            ForecastReader.ReadNumbers(series.GetProperty("target"))))],
        reply.Texts("warnings"));

    /// <summary>Reads a counterfactual.</summary>
    public static CounterfactualResult Counterfactual(JsonElement reply) => new()
    {
        Model = reply.Text("model"),
        Horizon = reply.GetProperty("horizon").GetInt32(),
        InterventionIndex = reply.GetProperty("intervention_index").GetInt32(),
        InterventionLabel = reply.Find("intervention_label")?.GetString(),
        Baseline = ForecastReader.Read(reply.GetProperty("baseline")),
        Results = [.. reply.GetProperty("results").EnumerateArray().Select(result => new CounterfactualSeries
        {
            Id = result.Text("id"),
            Actual = ForecastReader.ReadNumbers(result.GetProperty("actual")),
            Counterfactual = ForecastReader.ReadNumbers(result.GetProperty("counterfactual")),
            Delta = ForecastReader.ReadNumbers(result.GetProperty("delta")),
            MeanAbsoluteDelta = result.GetProperty("mean_absolute_delta").GetDouble(),
            TotalDelta = result.GetProperty("total_delta").GetDouble(),
            AverageDeltaPercent = result.Find("average_delta_pct")?.GetDouble(),
            Direction = result.Text("direction"),
        })],
        Warnings = reply.Texts("warnings"),
    };

    /// <summary>Reads a scenario tree.</summary>
    public static ScenarioTreeResult ScenarioTree(JsonElement reply) => new(
        reply.Text("model"),
        reply.GetProperty("depth").GetInt32(),
        [.. reply.Items("branch_quantiles").Select(level => level.GetDouble())],
        [.. reply.GetProperty("nodes").EnumerateArray().Select(node => new ScenarioNode
        {
            Id = node.Text("node_id"),
            ParentId = node.Find("parent_id")?.GetString(),
            SeriesId = node.Text("series_id"),
            Depth = node.GetProperty("depth").GetInt32(),
            Step = node.GetProperty("step").GetInt32(),
            Branch = node.Text("branch"),
            Quantile = node.Find("quantile")?.GetDouble(),
            Value = node.GetProperty("value").GetDouble(),
            Probability = node.GetProperty("probability").GetDouble(),
        })],
        reply.Texts("warnings"));

    /// <summary>Reads a pipeline.</summary>
    public static PipelineResult Pipeline(JsonElement reply) => new()
    {
        Analysis = CompositeReader.Analysis(reply.GetProperty("analysis")),
        Recommendation = reply.GetProperty("recommendation"),
        PulledModel = reply.Find("pulled_model")?.GetString(),
        Forecast = CompositeReader.Auto(reply.GetProperty("auto_forecast")),
        Warnings = reply.Texts("warnings"),
        Narrative = ForecastReader.Tree(reply, "narrative"),
    };

    /// <summary>Reads a report.</summary>
    public static ReportResult Report(JsonElement reply) => new()
    {
        Analysis = CompositeReader.Analysis(reply.GetProperty("analysis")),
        Recommendation = reply.GetProperty("recommendation"),
        Forecast = CompositeReader.Auto(reply.GetProperty("forecast")),
        Baseline = reply.Find("baseline") is { } baseline ? ForecastReader.Read(baseline) : null,
        Metrics = reply.Find("metrics") is { } metrics ? ForecastReader.ReadMetrics(metrics) : null,
        Warnings = reply.Texts("warnings"),
        Narrative = ForecastReader.Tree(reply, "narrative"),
    };
}
