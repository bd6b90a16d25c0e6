using System.Text.Json;
using Tollama.Core.Wire.Requests;

namespace Tollama.Client.Wire;

/// <summary>Writes the requests of contract/http-api §18.8 and §18.9; what is at its default is left out.</summary>
internal static class StructureWriter
{
    /// <summary>Body of <c>/api/generate</c>.</summary>
    public static JsonElement Generate(GenerateBody body) => RequestWriter.Build(writer =>
    {
        RequestWriter.WriteSeries(writer, body.Series);
        writer.WriteNumber("count", body.Count);
        writer.WriteNumber("seed", body.Seed);
        if (body.Length is { } length)
        {
            writer.WriteNumber("length", length);
        }

        writer.WriteStartObject("variation");
        writer.WriteNumber("level_jitter", body.Variation.LevelJitter);
        writer.WriteNumber("trend_jitter", body.Variation.TrendJitter);
        writer.WriteNumber("seasonality_jitter", body.Variation.SeasonalityJitter);
        writer.WriteNumber("noise_scale", body.Variation.NoiseScale);
        writer.WriteBoolean("respect_non_negative", body.Variation.RespectNonNegative);
        writer.WriteEndObject();
    });

    /// <summary>Body of <c>/api/counterfactual</c>; the horizon follows from the series and the index.</summary>
    public static JsonElement Counterfactual(CounterfactualBody body) => RequestWriter.Build(writer =>
    {
        writer.WriteString("model", body.Request.Model);
        writer.WriteNumber("intervention_index", body.InterventionIndex);
        RequestWriter.WriteText(writer, "intervention_label", body.InterventionLabel);
        RequestWriter.WriteLevels(writer, "quantiles", body.Request.Quantiles);
        RequestWriter.WriteSeries(writer, body.Request.Series);
        RequestWriter.WriteShared(writer, body.Request, body.KeepAlive, body.ResponseOptions);
    });

    /// <summary>Body of <c>/api/scenario-tree</c>; the request's quantiles are the branches.</summary>
    public static JsonElement ScenarioTree(ScenarioTreeBody body) => RequestWriter.Build(writer =>
    {
        writer.WriteString("model", body.Request.Model);
        writer.WriteNumber("horizon", body.Request.Horizon);
        writer.WriteNumber("depth", body.Depth);
        RequestWriter.WriteLevels(writer, "branch_quantiles", body.Request.Quantiles);
        RequestWriter.WriteSeries(writer, body.Request.Series);
        RequestWriter.WriteShared(writer, body.Request, body.KeepAlive, body.ResponseOptions);
    });

    /// <summary>Body of <c>/api/pipeline</c> and, with the baseline, of <c>/api/report</c>.</summary>
    public static JsonElement Pipeline(PipelineBody body, bool isReport) => RequestWriter.Build(writer =>
    {
        var forecast = body.Forecast;
        RequestWriter.WriteText(writer, "model", forecast.Model);
        writer.WriteBoolean("allow_fallback", forecast.AllowFallback);
        writer.WriteString("strategy", forecast.Strategy);
        writer.WriteNumber("ensemble_top_k", forecast.EnsembleTopK);
        writer.WriteString("ensemble_method", forecast.EnsembleMethod);
        RequestWriter.WriteHorizon(writer, forecast.Request);
        RequestWriter.WriteSeries(writer, forecast.Request.Series);
        RequestWriter.WriteShared(writer, forecast.Request, forecast.KeepAlive, forecast.ResponseOptions);
        RequestWriter.WriteParameters(writer, "analyze_parameters", body.AnalyzeParameters);
        writer.WriteNumber("recommend_top_k", body.RecommendTopK);
        writer.WriteBoolean("allow_restricted_license", body.AllowRestrictedLicence);
        writer.WriteBoolean("pull_if_missing", body.PullIfMissing);
        writer.WriteBoolean("accept_license", body.AcceptLicence);
        if (isReport)
        {
            writer.WriteBoolean("include_baseline", body.IncludeBaseline);
        }
    });
}
