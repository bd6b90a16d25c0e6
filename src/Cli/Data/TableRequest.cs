using System.Text.Json;
using Tollama.Cli.Output;

namespace Tollama.Cli.Data;

/// <summary>The request for the series of a table.</summary>
internal static class TableRequest
{
    private static readonly double[] DefaultQuantiles = [0.1, 0.9];

    /// <summary>The request to send.</summary>
    /// <exception cref="CommandFailedException">No horizon, or too few future rows for it.</exception>
    public static JsonElement Build(SeriesTable table, ForecastOverrides overrides)
    {
        int horizon = overrides.Horizon ?? table.FutureRows ?? throw CommandFailedException.WrongInput(
            "No horizon: give --horizon N, or as many rows without a value at the end of every series.");
        var complete = overrides with { Horizon = horizon, Quantiles = overrides.Quantiles ?? DefaultQuantiles };
        return JsonText.Build(writer =>
        {
            writer.WriteStartObject();
            JsonRequest.WriteOverrides(writer, complete);
            writer.WriteStartArray("series");
            foreach (var series in table.Series)
            {
                WriteSeries(writer, series, table, complete.Freq ?? "auto", horizon);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static void WriteSeries(
        Utf8JsonWriter writer, TableSeries series, SeriesTable table, string freq, int horizon)
    {
        writer.WriteStartObject();
        writer.WriteString("id", series.Id);
        writer.WriteString("freq", freq);
        writer.WriteStartArray("timestamps");
        foreach (string timestamp in series.Timestamps)
        {
            writer.WriteStringValue(timestamp);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("target");
        foreach (double value in series.Target)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
        WriteCovariates(writer, "past_covariates", series.Covariates, covariate => covariate.Past, table.Delimiter);
        var known = series.Covariates.Where(covariate => covariate.Future.Count > 0).ToList();
        if (known.Find(covariate => covariate.Future.Count < horizon) is { } tooShort)
        {
            throw CommandFailedException.WrongInput(
                $"Column '{tooShort.Name}' of series '{series.Id}' is filled for {tooShort.Future.Count} future rows, "
                + $"but the horizon is {horizon}; add rows, lower --horizon, or leave the column empty there.");
        }

        WriteCovariates(
            writer,
            "future_covariates",
            known,
            covariate => covariate.Future.Take(horizon),
            table.Delimiter);
        writer.WriteEndObject();
    }

    private static void WriteCovariates(
        Utf8JsonWriter writer,
        string name,
        IReadOnlyList<TableCovariate> covariates,
        Func<TableCovariate, IEnumerable<string>> cells,
        char delimiter)
    {
        if (covariates.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach (var covariate in covariates)
        {
            writer.WriteStartArray(covariate.Name);
            foreach (string cell in cells(covariate))
            {
                if (covariate.IsNumeric && CellText.TryNumber(cell, delimiter, out double number))
                {
                    writer.WriteNumberValue(number);
                    continue;
                }

                writer.WriteStringValue(cell);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
