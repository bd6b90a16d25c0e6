using System.Text.Json;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire.Responses;

/// <summary>Writes forecast responses (contract/http-api §3), number by number, without an object in between.</summary>
public static class ForecastResponseWriter
{
    private static readonly MemberOrder ResponseMembers = new(
        "model", "forecasts", "metrics", "timing", "explanation", "narrative", "preprocessing", "usage", "warnings");

    private static readonly MemberOrder TimingMembers = new("model_load_ms", "inference_ms", "total_ms");

    private static readonly MemberOrder ExplanationMembers = new(
        "id", "trend_direction", "confidence_assessment", "historical_comparison", "notable_patterns");

    /// <summary>Writes a response as one JSON object.</summary>
    /// <param name="writer">Receives the object.</param>
    /// <param name="response">The response.</param>
    /// <param name="layout">Declared order with nulls, or sorted without.</param>
    public static void Write(Utf8JsonWriter writer, ForecastResponse response, JsonLayout layout)
    {
        writer.WriteStartObject();
        foreach (string name in ResponseMembers.In(layout))
        {
            if (!TryWriteMember(writer, name, response, layout) && layout == JsonLayout.Declared)
            {
                writer.WriteNull(name);
            }
        }

        writer.WriteEndObject();
    }

    private static bool TryWriteMember(Utf8JsonWriter writer, string name, ForecastResponse response, JsonLayout layout)
    {
        switch (name)
        {
            case "model":
                writer.WriteString(name, response.Model);
                return true;
            case "forecasts":
                writer.WritePropertyName(name);
                SeriesForecastWriter.WriteAll(writer, response.Forecasts, layout);
                return true;
            case "narrative" or "preprocessing" or "usage":
                return TryWriteTree(writer, name, response, layout);
            case "metrics" when response.Metrics is { } metrics:
                WriteMetrics(writer, metrics, layout);
                return true;
            case "timing" when response.Timing is { } timing:
                WriteTiming(writer, timing, layout);
                return true;
            case "explanation" when response.Explanation is { } explanation:
                WriteExplanation(writer, explanation, layout);
                return true;
            case "warnings" when response.Warnings.Count > 0:
                WriteTexts(writer, name, response.Warnings);
                return true;
            default:
                return false;
        }
    }

    private static bool TryWriteTree(Utf8JsonWriter writer, string name, ForecastResponse response, JsonLayout layout)
    {
        var tree = name switch
        {
            "narrative" => response.Narrative,
            "preprocessing" => response.Preprocessing,
            _ => response.Usage,
        };
        if (tree is null)
        {
            return false;
        }

        writer.WritePropertyName(name);
        JsonTree.Write(writer, tree, layout);
        return true;
    }

    /// <summary>Writes the member <c>metrics</c>.</summary>
    public static void WriteMetrics(Utf8JsonWriter writer, ForecastMetrics metrics, JsonLayout layout)
    {
        writer.WriteStartObject("metrics"u8);
        WriteValues(writer, "aggregate", metrics.Aggregate, layout);
        writer.WriteStartArray("series"u8);
        foreach (var series in metrics.Series)
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, series.Id);
            WriteValues(writer, "values", series.Values, layout);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteValues(
        Utf8JsonWriter writer, string name, IReadOnlyList<MetricValue> values, JsonLayout layout)
    {
        writer.WriteStartObject(name);
        var ordered =
            layout == JsonLayout.Sorted
                ? values.OrderBy(item => item.Name, StringComparer.Ordinal)
                : values.AsEnumerable();
        foreach (var item in ordered)
        {
            writer.WritePropertyName(item.Name);
            NumberText.Write(writer, item.Value);
        }

        writer.WriteEndObject();
    }

    private static void WriteTiming(Utf8JsonWriter writer, ForecastTiming timing, JsonLayout layout)
    {
        writer.WriteStartObject("timing"u8);
        foreach (string name in TimingMembers.In(layout))
        {
            writer.WritePropertyName(name);
            NumberText.Write(writer, name switch
            {
                "model_load_ms" => timing.ModelLoadMs,
                "inference_ms" => timing.InferenceMs,
                _ => timing.TotalMs,
            });
        }

        writer.WriteEndObject();
    }

    private static void WriteExplanation(
        Utf8JsonWriter writer, IReadOnlyList<SeriesExplanation> explanations, JsonLayout layout)
    {
        writer.WriteStartObject("explanation"u8);
        writer.WriteStartArray("series"u8);
        foreach (var item in explanations)
        {
            writer.WriteStartObject();
            foreach (string name in ExplanationMembers.In(layout))
            {
                WriteExplanationMember(writer, name, item);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteExplanationMember(Utf8JsonWriter writer, string name, SeriesExplanation item)
    {
        if (name == "notable_patterns")
        {
            WriteTexts(writer, name, item.NotablePatterns);
            return;
        }

        writer.WriteString(name, name switch
        {
            "id" => item.Id,
            "trend_direction" => item.TrendDirection,
            "confidence_assessment" => item.ConfidenceAssessment,
            _ => item.HistoricalComparison,
        });
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
