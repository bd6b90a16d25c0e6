using System.Text.Json;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire.Responses;

/// <summary>Writes the forecasts of series (contract/http-api §3).</summary>
public static class SeriesForecastWriter
{
    private static readonly MemberOrder Members = new("id", "freq", "start_timestamp", "mean", "quantiles");

    /// <summary>Writes a list of forecasts.</summary>
    public static void WriteAll(Utf8JsonWriter writer, IReadOnlyList<SeriesForecast> forecasts, JsonLayout layout)
    {
        var keys = default(LevelKeys);
        writer.WriteStartArray();
        foreach (var forecast in forecasts)
        {
            if (forecast.Quantiles is { } quantiles && !ReferenceEquals(quantiles.Levels, keys.Levels))
            {
                keys = LevelKeys.Create(quantiles.Levels, layout); // the series of an answer mostly share their levels
            }

            Write(writer, forecast, layout, keys);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, SeriesForecast forecast, JsonLayout layout, LevelKeys keys)
    {
        writer.WriteStartObject();
        foreach (string name in Members.In(layout))
        {
            switch (name)
            {
                case "id":
                    writer.WriteString(name, forecast.Id);
                    break;
                case "freq":
                    writer.WriteString(name, forecast.Freq);
                    break;
                case "start_timestamp":
                    writer.WriteString(name, forecast.StartTimestamp);
                    break;
                case "mean":
                    WriteNumbers(writer, name, forecast.Mean);
                    break;
                case "quantiles" when forecast.Quantiles is { Levels.Count: > 0 } quantiles:
                    WriteQuantiles(writer, quantiles, keys);
                    break;
                case "quantiles" when layout == JsonLayout.Declared:
                    writer.WriteNull(name);
                    break;
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteQuantiles(Utf8JsonWriter writer, QuantileForecasts quantiles, LevelKeys keys)
    {
        writer.WriteStartObject("quantiles"u8);
        foreach (int level in keys.Order)
        {
            WriteNumbers(writer, keys.Names[level], quantiles.Rows[level]);
        }

        writer.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, NumberColumn column)
    {
        writer.WriteStartArray(name);
        var values = column.Span;
        for (int i = 0; i < values.Length; i++)
        {
            NumberText.Write(writer, values[i], column.IsInteger(i));
        }

        writer.WriteEndArray();
    }

    /// <summary>Keys of quantile levels and the order in which they are written.</summary>
    private readonly record struct LevelKeys(IReadOnlyList<double>? Levels, string[] Names, int[] Order)
    {
        public static LevelKeys Create(IReadOnlyList<double> levels, JsonLayout layout)
        {
            string[] names = [.. levels.Select(QuantileKey.Format)];
            int[] order = [.. Enumerable.Range(0, names.Length)];
            if (layout == JsonLayout.Sorted)
            {
                Array.Sort(order, (a, b) => string.CompareOrdinal(names[a], names[b]));
            }

            return new LevelKeys(levels, names, order);
        }
    }
}
