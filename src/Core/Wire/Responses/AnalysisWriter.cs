using System.Text.Json;
using Tollama.Core.Analysis;

namespace Tollama.Core.Wire.Responses;

/// <summary>Writes analyses (contract/http-api §13) in declared order.</summary>
public static class AnalysisWriter
{
    /// <summary>Writes <c>{results, warnings, narrative}</c>.</summary>
    public static void Write(Utf8JsonWriter writer, AnalysisReport report)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("results"u8);
        foreach (var analysis in report.Results)
        {
            Write(writer, analysis);
        }

        writer.WriteEndArray();
        WriteWarnings(writer, report.Warnings);
        writer.WritePropertyName("narrative"u8);
        JsonTree.Write(writer, report.Narrative, JsonLayout.Declared);
        writer.WriteEndObject();
    }

    /// <summary>Writes one analysis.</summary>
    public static void Write(Utf8JsonWriter writer, SeriesAnalysis analysis)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, analysis.Id);
        writer.WriteString("detected_frequency"u8, analysis.DetectedFrequency);
        WriteIntegers(writer, "seasonality_periods", analysis.SeasonalityPeriods);
        WriteTrend(writer, analysis.Trend);
        WriteIntegers(writer, "anomaly_indices", analysis.Anomalies.Select(anomaly => anomaly.Index));
        writer.WriteStartArray("anomalies"u8);
        foreach (var anomaly in analysis.Anomalies)
        {
            WriteAnomaly(writer, anomaly);
        }

        writer.WriteEndArray();
        writer.WritePropertyName("stationarity_flag"u8);
        if (analysis.IsStationary is { } isStationary)
        {
            writer.WriteBooleanValue(isStationary);
        }
        else
        {
            writer.WriteNullValue();
        }

        WriteNumber(writer, "data_quality_score", analysis.DataQualityScore);
        WriteWarnings(writer, analysis.Warnings);
        writer.WriteEndObject();
    }

    /// <summary>Writes <c>warnings</c>: a list, or null when there is none.</summary>
    public static void WriteWarnings(Utf8JsonWriter writer, IReadOnlyList<string> warnings)
    {
        if (warnings.Count == 0)
        {
            writer.WriteNull("warnings"u8);
            return;
        }

        writer.WriteStartArray("warnings"u8);
        foreach (string warning in warnings)
        {
            writer.WriteStringValue(warning);
        }

        writer.WriteEndArray();
    }

    private static void WriteTrend(Utf8JsonWriter writer, LinearTrend trend)
    {
        writer.WriteStartObject("trend"u8);
        writer.WriteString("direction"u8, trend.Direction);
        WriteNumber(writer, "slope", trend.Slope);
        WriteNumber(writer, "r2", trend.R2);
        writer.WriteEndObject();
    }

    private static void WriteAnomaly(Utf8JsonWriter writer, Anomaly anomaly)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, anomaly.Index);
        writer.WriteString("type"u8, anomaly.Type);
        writer.WriteString("severity"u8, anomaly.Severity);
        WriteNumber(writer, "value", anomaly.Value);
        writer.WriteNumber("range_start"u8, anomaly.RangeStart);
        writer.WriteNumber("range_end"u8, anomaly.RangeEnd);
        writer.WriteString("suggested_handling"u8, anomaly.SuggestedHandling);
        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, double value)
    {
        writer.WritePropertyName(name);
        NumberText.Write(writer, value);
    }

    private static void WriteIntegers(Utf8JsonWriter writer, string name, IEnumerable<int> values)
    {
        writer.WriteStartArray(name);
        foreach (int value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }
}
