using System.Text.Json;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire.Responses;

/// <summary>Writes series as requests carry them (contract/http-api §2.1); what a series lacks is left out.</summary>
public static class SeriesInputWriter
{
    /// <summary>Writes series that hold nothing but their history.</summary>
    public static void WriteAll(Utf8JsonWriter writer, IReadOnlyList<SeriesInput> series)
    {
        writer.WriteStartArray();
        foreach (var one in series)
        {
            Write(writer, one);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, SeriesInput series)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, series.Id);
        writer.WriteString("freq"u8, series.Freq);
        writer.WriteStartArray("timestamps"u8);
        for (int i = 0; i < series.Timestamps.Count; i++)
        {
            writer.WriteStringValue(series.Timestamps.Utf8(i));
        }

        writer.WriteEndArray();
        writer.WriteStartArray("target"u8);
        for (int i = 0; i < series.Target.Count; i++)
        {
            NumberText.Write(writer, series.Target.Span[i], series.Target.IsInteger(i));
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
