using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Analysis;
using Tollama.Core.Forecasting;
using Tollama.Core.Narratives;
using Tollama.Core.Recommendation;
using Tollama.Core.Wire;
using Tollama.Core.Wire.Responses;
using Tollama.Gateway.Composites.Auto;

namespace Tollama.Gateway.Composites.Pipelines;

/// <summary>
/// What a pipeline found and made; written as a pipeline's answer or as a report (contract/http-api §18.8).
/// </summary>
internal sealed record PipelineResult
{
    /// <summary>What was found in the series.</summary>
    public required AnalysisReport Analysis { get; init; }

    /// <summary>Models that would serve.</summary>
    public required ModelRecommendation Recommendation { get; init; }

    /// <summary>The model that was registered on the way; null for none.</summary>
    public string? PulledModel { get; init; }

    /// <summary>The forecast.</summary>
    public required AutoForecast Forecast { get; init; }

    /// <summary>What went wrong on the way.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Whether a narrative is wanted.</summary>
    public bool WithNarrative { get; init; }

    private string Model => Forecast.Selection.ChosenModel;

    private ForecastResponse Response => Forecast.Response;

    /// <summary>Writes a pipeline's answer.</summary>
    public void WritePipeline(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        WriteFindings(writer);
        writer.WriteString("pulled_model", PulledModel);
        writer.WritePropertyName("auto_forecast");
        Forecast.WriteTo(writer);
        WriteEnd(writer, () => PipelineNarrative.Tell(Analysis.Results.Count, Model, PulledModel, Warnings.Count));
    }

    /// <summary>Writes a report.</summary>
    public void WriteReport(Utf8JsonWriter writer, bool withBaseline)
    {
        writer.WriteStartObject();
        WriteFindings(writer);
        writer.WritePropertyName("forecast");
        Forecast.WriteTo(writer);
        writer.WritePropertyName("baseline");
        if (withBaseline)
        {
            ForecastResponseWriter.Write(writer, Response, JsonLayout.Declared);
        }
        else
        {
            writer.WriteNullValue();
        }

        if (Response.Metrics is { } metrics)
        {
            ForecastResponseWriter.WriteMetrics(writer, metrics, JsonLayout.Declared);
        }
        else
        {
            writer.WriteNull("metrics");
        }

        WriteEnd(writer, () => PipelineNarrative.TellReport(
            Analysis.Results, Model, Response.Metrics, Recommendation.Recommended.Count, Warnings.Count));
    }

    private void WriteFindings(Utf8JsonWriter writer)
    {
        writer.WritePropertyName("analysis");
        AnalysisWriter.Write(writer, Analysis);
        writer.WritePropertyName("recommendation");
        JsonTree.Write(writer, Recommendation.ToJson(), JsonLayout.Declared);
    }

    private void WriteEnd(Utf8JsonWriter writer, Func<JsonObject> tell)
    {
        AnalysisWriter.WriteWarnings(writer, Warnings);
        writer.WritePropertyName("narrative");
        JsonTree.Write(writer, WithNarrative ? tell() : null, JsonLayout.Declared);
        writer.WriteEndObject();
    }
}
