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
            WriteNumber(writer, "smape", score.Smape);
            WriteNumber(writer, "mase", score.Mase);
            writer.WriteNumber("mase_series", score.ScaledCount);
            WriteLevels(writer, "coverage", score.Coverage);
            WriteLevels(writer, "coverage_series", [.. score.IntervalCounts.Select(count => (double?)count)]);
            WriteLevels(writer, "width", score.Width);
            WriteNumber(writer, "seconds_per_series", score.SecondsPerSeries);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>Prints the table.</summary>
    public static void Print(IReadOnlyList<CompetitionScore> scores, Terminal terminal)
    {
        var table = new Table(
            "MODEL", Right("SERIES"), Right("SMAPE"), Right("MASE"), Right("COVER 80"), Right("COVER 95"),
            Right("WIDTH 80"), Right("WIDTH 95"), Right("MS/SERIES"));
        foreach (var score in scores)
        {
            table.Add(
                score.Model,
                score.SeriesCount.ToString(CultureInfo.InvariantCulture),
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

    /// <summary>Says what the averages leave out, and the first warning of each model.</summary>
    public static void Warn(IReadOnlyList<CompetitionScore> scores, Terminal terminal)
    {
        foreach (var score in scores)
        {
            foreach (string text in Remarks(score))
            {
                terminal.WriteWarning($"{score.Model}: {text}");
            }
        }

        if (scores.Max(score => score.SeriesCount - score.ScaledCount) is > 0 and var unscaled)
        {
            terminal.WriteWarning(
                $"{unscaled} series repeat exactly or are shorter than a season; the MASE leaves them out.");
        }
    }

    private static IEnumerable<string> Remarks(CompetitionScore score)
    {
        int failed = score.AskedCount - score.SeriesCount;
        if (failed > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{failed} of {score.AskedCount} series have no forecast and count nowhere in its row: ")
                + score.Problem;
        }

        if (score.Warnings is [var first, ..])
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{score.Warnings.Count} of {score.SeriesCount} forecasts came with a warning: ")
                + first;
        }

        for (int i = 0; i < score.IntervalCounts.Count; i++)
        {
            int without = score.SeriesCount - score.IntervalCounts[i];
            if (without > 0)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{without} of {score.SeriesCount} series have no interval of "
                        + $"{100 * CompetitionScore.Intervals[i].Nominal:0} %; its coverage leaves them out.");
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
