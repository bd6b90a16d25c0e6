using System.Globalization;
using Tollama.Cli.Data;

namespace Tollama.Cli.Charts;

/// <summary>The chart of one forecast: the end of the history, the forecast, its widest interval.</summary>
internal static class ForecastChart
{
    private const int MinimumHistory = 24;
    private const int HistoryPerStep = 3;

    /// <summary>Builds the chart.</summary>
    /// <param name="series">Forecast and history.</param>
    /// <param name="times">Times of the forecast steps.</param>
    /// <param name="model">Model, for the title.</param>
    /// <param name="actuals">What happened in the forecast steps; null when nobody knows yet.</param>
    public static Chart Build(
        SeriesOutcome series, IReadOnlyList<string> times, string model, IReadOnlyList<double>? actuals = null)
    {
        int steps = series.Mean.Count;
        int shown = Math.Min(series.Target.Count, Math.Max(MinimumHistory, HistoryPerStep * steps));
        var history = series.Target.Skip(series.Target.Count - shown).ToList();
        var lines = new List<ChartLine> { new(ChartLayer.History, 0, history) };
        if (actuals is not null)
        {
            lines.Add(new ChartLine(ChartLayer.Actual, shown, actuals));
        }

        lines.Add(new ChartLine(ChartLayer.Forecast, shown, series.Mean));
        var labels = new List<(int, string)>();
        if (series.Timestamps.Count >= shown)
        {
            labels.Add((0, Short(series.Timestamps[series.Timestamps.Count - shown])));
        }

        labels.Add((shown, Short(times[0])));
        labels.Add((shown + steps - 1, Short(times[^1])));
        return new Chart
        {
            Title = string.Create(CultureInfo.InvariantCulture, $"{series.Id}: {steps} steps with {model}"),
            Lines = lines,
            Band = Band(series, shown),
            Labels = labels,
        };
    }

    private static ChartBand? Band(SeriesOutcome series, int start)
    {
        if (series.Quantiles.Count < 2)
        {
            return null;
        }

        var (lower, upper) = (series.Quantiles[0], series.Quantiles[^1]);
        double coverage = Math.Round((upper.Level - lower.Level) * 100, 1);
        return new ChartBand(
            string.Create(CultureInfo.InvariantCulture, $"{coverage:0.#} % interval"),
            start,
            lower.Values,
            upper.Values);
    }

    /// <summary>A time without the parts that are midnight.</summary>
    private static string Short(string time)
    {
        string text = time.TrimEnd('Z').Replace('T', ' ');
        foreach (string tail in new[] { ":00", " 00:00" })
        {
            text = text.Length > "2000-01-01".Length && text.EndsWith(tail, StringComparison.Ordinal)
                && text.Count(letter => letter == ':') == (tail == ":00" ? 2 : 1)
                ? text[..^tail.Length]
                : text;
        }

        return text;
    }
}
