using System.Text.Json;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire.Responses;

/// <summary>Writes series as requests carry them (contract/http-api §2.1); what a series lacks is left out.</summary>
public static class SeriesInputWriter
{
    /// <summary>Writes a list of series.</summary>
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
        WriteNumbers(writer, "target", series.Target);
        if (series.Actuals is { } actuals)
        {
            WriteNumbers(writer, "actuals", actuals);
        }

        WriteCovariates(writer, "past_covariates", series.PastCovariates);
        WriteCovariates(writer, "future_covariates", series.FutureCovariates);
        if (series.StaticCovariates.Count > 0)
        {
            writer.WriteStartObject("static_covariates"u8);
            foreach (var (name, value) in series.StaticCovariates)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteCovariates(Utf8JsonWriter writer, string name, IReadOnlyList<Covariate> covariates)
    {
        if (covariates.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach (var covariate in covariates)
        {
            if (covariate.Numbers is { } numbers)
            {
                WriteNumbers(writer, covariate.Name, numbers);
                continue;
            }

            writer.WriteStartArray(covariate.Name);
            foreach (string category in covariate.Categories ?? [])
            {
                writer.WriteStringValue(category);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, NumberColumn numbers)
    {
        writer.WriteStartArray(name);
        for (int i = 0; i < numbers.Count; i++)
        {
            NumberText.Write(writer, numbers.Span[i], numbers.IsInteger(i));
        }

        writer.WriteEndArray();
    }
}
