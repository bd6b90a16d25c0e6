using System.Text.Json;
using Tollama.Core.Wire.Requests;

namespace Tollama.Client.Wire;

/// <summary>Writes <c>ingest</c> (contract/http-api §18.4): how a table becomes series.</summary>
internal static class IngestWriter
{
    /// <summary>Writes the member.</summary>
    public static void Write(Utf8JsonWriter writer, IngestOptions options)
    {
        writer.WriteStartObject("ingest");
        WriteText(writer, "format", options.Format);
        WriteText(writer, "timestamp_column", options.TimestampColumn);
        WriteText(writer, "series_id_column", options.SeriesIdColumn);
        WriteText(writer, "target_column", options.TargetColumn);
        WriteText(writer, "freq_column", options.FreqColumn);
        WriteText(writer, "freq", options.Freq);
        if (options.Missing is { } missing)
        {
            writer.WriteStartObject("preprocessing");
            writer.WriteStartObject("missing");
            WriteMissing(writer, missing);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteMissing(Utf8JsonWriter writer, MissingValueOptions missing)
    {
        writer.WriteBoolean("enabled", missing.IsEnabled);
        writer.WriteString("method", missing.Method);
        writer.WriteNumber("max_missing_ratio", missing.MaximumMissingRatio);
        writer.WriteString("edge_strategy", missing.EdgeStrategy);
        WriteInteger(writer, "max_gap", missing.MaximumGap);
        if (missing.SeasonalPeriod is not null)
        {
            WriteInteger(writer, "seasonal_period", missing.SeasonalPeriod);
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    /// <summary>Writes a number; null says that there is no limit.</summary>
    private static void WriteInteger(Utf8JsonWriter writer, string name, int? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(name, value);
            return;
        }

        writer.WriteNull(name);
    }
}
