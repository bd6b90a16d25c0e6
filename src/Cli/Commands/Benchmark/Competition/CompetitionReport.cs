using System.Globalization;
using System.Text.Json;
using Tollama.Cli.Output;

namespace Tollama.Cli.Commands.Benchmark.Competition;

/// <summary>Shows the scores: a table, or JSON.</summary>
internal static class CompetitionReport
{
    /// <summary>The scores as JSON, models in the order in which they were asked for.</summary>
    public static JsonElement ToJson(IReadOnlyList<CompetitionScore> scores) => JsonText.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("models");
        foreach (var score in scores)
        {
            writer.WriteStartObject();
            writer.WriteString("model", score.Model);
            writer.WriteNumber("series", score.SeriesCount);
            writer.WriteNumber("smape", score.Smape);
            WriteNumber(writer, "mase", score.Mase);
            WriteLevels(writer, "coverage", score.Coverage);
            WriteLevels(writer, "width", score.Width);
            writer.WriteNumber("seconds_per_series", score.SecondsPerSeries);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>Prints the table.</summary>
    public static void Print(IReadOnlyList<CompetitionScore> scores, Terminal terminal)
    {
        var table = new Table(
            "MODEL", Right("SMAPE"), Right("MASE"), Right("COVER 80"), Right("COVER 95"), Right("WIDTH 80"),
            Right("WIDTH 95"), Right("MS/SERIES"));
        foreach (var score in scores)
        {
            table.Add(
                score.Model,
                Number(score.Smape),
                Number(score.Mase),
                Number(score.Coverage[0]),
                Number(score.Coverage[1]),
                Number(score.Width[0]),
                Number(score.Width[1]),
                Number(1000.0 * score.SecondsPerSeries));
        }

        table.WriteTo(terminal);
    }

    /// <summary>Says what the averages leave out.</summary>
    public static void Warn(IReadOnlyList<CompetitionScore> scores, Terminal terminal)
    {
        if (scores[0].UnscaledCount is > 0 and var unscaled)
        {
            terminal.WriteWarning(
                $"{unscaled} series repeat exactly or are shorter than a season; the MASE leaves them out.");
        }

        foreach (var score in scores)
        {
            for (int i = 0; i < score.IntervalCounts.Count; i++)
            {
                if (score.IntervalCounts[i] < score.SeriesCount)
                {
                    terminal.WriteWarning(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{score.Model}: {score.SeriesCount - score.IntervalCounts[i]} of {score.SeriesCount} series "
                            + $"have no ")
                        + string.Create(
                            CultureInfo.InvariantCulture,
                            $"interval of {100 * CompetitionScore.Intervals[i].Nominal:0} %; its coverage leaves them "
                                + $"out."));
                }
            }
        }
    }

    private static TableColumn Right(string title) => new(title, IsRightAligned: true);

    private static string? Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture);

    private static void WriteLevels(Utf8JsonWriter writer, string name, IReadOnlyList<double?> values)
    {
        writer.WriteStartObject(name);
        for (int i = 0; i < values.Count; i++)
        {
            WriteNumber(
                writer, CompetitionScore.Intervals[i].Nominal.ToString(CultureInfo.InvariantCulture), values[i]);
        }

        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
            return;
        }

        writer.WriteNull(name);
    }
}
