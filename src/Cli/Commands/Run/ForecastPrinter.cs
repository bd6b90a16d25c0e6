using System.Globalization;
using Tollama.Cli.Charts;
using Tollama.Cli.Data;
using Tollama.Cli.Output;
using Tollama.Core.Tables.Csv;

namespace Tollama.Cli.Commands.Run;

/// <summary>Prints the forecasts of a reply as table, CSV or charts.</summary>
internal static class ForecastPrinter
{
    /// <summary>One row per series and step, aligned.</summary>
    public static void PrintTable(ForecastReply reply, Terminal terminal)
    {
        var columns = new List<TableColumn> { "SERIES", "TIME", new("FORECAST", IsRightAligned: true) };
        var levels = Levels(reply);
        columns.AddRange(levels.Select(level => new TableColumn($"Q{LevelText(level)}", IsRightAligned: true)));
        var table = new Table([.. columns]);
        foreach (var (series, time, step) in Rows(reply))
        {
            table.Add([
                series.Id, time, Shown(series.Mean[step]),
                .. levels.Select(level => Value(series, level, step) is { } value ? Shown(value) : null),
            ]);
        }

        table.WriteTo(terminal);
    }

    /// <summary>One row per series and step, for other programs; numbers in full.</summary>
    public static void PrintCsv(ForecastReply reply, Terminal terminal)
    {
        var levels = Levels(reply);
        WriteRecord(terminal, ["unique_id", "ds", "mean", .. levels.Select(level => $"q{LevelText(level)}")]);
        foreach (var (series, time, step) in Rows(reply))
        {
            WriteRecord(terminal, [
                series.Id, time, Exact(series.Mean[step]),
                .. levels.Select(level => Value(series, level, step) is { } value ? Exact(value) : string.Empty),
            ]);
        }
    }

    /// <summary>A chart per series.</summary>
    /// <param name="reply">The forecasts.</param>
    /// <param name="terminal">Decides size and characters.</param>
    /// <param name="print">Takes the lines.</param>
    public static void PrintCharts(ForecastReply reply, Terminal terminal, Action<string> print)
    {
        var renderer = ChartRenderer.For(terminal);
        foreach (var series in reply.Series)
        {
            foreach (string line in renderer.Render(ForecastChart.Build(series, ForecastTimes.Of(series), reply.Model)))
            {
                print(line);
            }

            print(string.Empty);
        }
    }

    private static List<double> Levels(ForecastReply reply) =>
        [.. reply.Series.SelectMany(series => series.Quantiles).Select(path => path.Level).Distinct().Order()];

    private static IEnumerable<(SeriesOutcome Series, string Time, int Step)> Rows(ForecastReply reply)
    {
        foreach (var series in reply.Series)
        {
            var times = ForecastTimes.Of(series);
            for (int step = 0; step < series.Mean.Count; step++)
            {
                yield return (series, times[step], step);
            }
        }
    }

    private static double? Value(SeriesOutcome series, double level, int step) =>
        series.Quantiles.FirstOrDefault(path => path.Level == level)?.Values[step];

    private static void WriteRecord(Terminal terminal, IEnumerable<string> cells) =>
        terminal.Out.Write(string.Join(',', cells.Select(CsvText.Quote)) + "\n");

    private static string LevelText(double level) => level.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Shown(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
