using Tollama.Core.Errors;
using Tollama.Core.Frequencies;
using Tollama.Core.Wire.Requests;

namespace Tollama.Core.Ingest.Missing;

/// <summary>A series on the grid of its frequency, from its first time to its last.</summary>
/// <param name="Freq">Alias of the grid.</param>
/// <param name="Timestamps">ISO texts of the grid's times.</param>
/// <param name="Values">A value per time; NaN where there is none.</param>
/// <param name="AbsentCount">Times that no row had.</param>
internal sealed record RegularGrid(string Freq, IReadOnlyList<string> Timestamps, double[] Values, int AbsentCount)
{
    private const double LeastDominantShare = 0.5;

    /// <summary>Puts a series on its grid; rows of the same time are averaged, with a warning.</summary>
    /// <exception cref="TollamaException">
    /// InvalidRequest: no dates, no frequency, or a grid too long to fill.
    /// </exception>
    public static RegularGrid Of(
        RawSeries raw, MissingValueOptions options, GridBudget budget, List<string> warnings)
    {
        var times = raw.Times ?? throw Invalid(
            raw, "not every timestamp is a date; missing values can be filled between dates only");
        var averaged = Average(raw, times, warnings);
        string alias = Alias(raw, times);
        if (!Frequency.TryParse(alias, out var frequency))
        {
            throw Invalid(raw, $"the freq '{alias}' names no grid; give one such as D, h or MS");
        }

        int most = MostAllowed(averaged.Count, options, budget.Points);
        var dates = FrequencyGrid.Between(averaged.Keys.First(), averaged.Keys.Last(), frequency, most)
            ?? throw Invalid(
                raw,
                $"on the grid of freq '{alias}' it has more than {most} points from its first to its last time, of "
                    + "which "
                    + $"only {averaged.Count} have a row (max_missing_ratio "
                    + $"{MissingValueFill.Share(options.MaximumMissingRatio)})"
            );
        budget.Take(dates.Count);
        var values = new double[dates.Count];
        int absent = 0;
        for (int i = 0; i < values.Length; i++)
        {
            bool isThere = averaged.Remove(dates[i], out double value);
            values[i] = isThere ? value : double.NaN;
            absent += isThere ? 0 : 1;
        }

        if (averaged.Count > 0)
        {
            warnings.Add($"{averaged.Count} rows lie between the times of freq '{alias}' and were left out");
        }

        return new RegularGrid(alias, [.. dates.Select(times.Format)], values, absent);
    }

    private static SortedDictionary<DateTime, double> Average(RawSeries raw, ZonedTimes times, List<string> warnings)
    {
        var groups = new SortedDictionary<DateTime, (double Sum, int Count, int Rows)>();
        for (int row = 0; row < raw.Target.Length; row++)
        {
            var (sum, count, rows) = groups.GetValueOrDefault(times.Clock[row]);
            bool isThere = !double.IsNaN(raw.Target[row]);
            groups[times.Clock[row]] = (sum + (isThere ? raw.Target[row] : 0), count + (isThere ? 1 : 0), rows + 1);
        }

        int repeated = raw.Target.Length - groups.Count;
        if (repeated > 0)
        {
            warnings.Add($"{repeated} rows repeat a timestamp; rows of the same time were averaged");
        }

        var averaged = new SortedDictionary<DateTime, double>();
        foreach (var (time, group) in groups)
        {
            averaged.Add(time, group.Count > 0 ? group.Sum / group.Count : double.NaN);
        }

        return averaged;
    }

    private static string Alias(RawSeries raw, ZonedTimes times)
    {
        string alias = raw.Freq();
        if (alias != FrequencyResolution.Auto)
        {
            return alias;
        }

        return times.InferDominant(LeastDominantShare)?.Alias
            ?? throw Invalid(raw, "its timestamps have no regular spacing; give freq, such as D or h");
    }

    /// <summary>Points beyond which the share of missing ones exceeds what the caller allows.</summary>
    private static int MostAllowed(int rows, MissingValueOptions options, int most)
    {
        double observed = 1 - options.MaximumMissingRatio;
        return observed <= 0 ? most : (int)Math.Min(most, Math.Ceiling(rows / observed) + 1);
    }

    private static TollamaException Invalid(RawSeries raw, string reason) =>
        new(ErrorCode.InvalidRequest, $"Missing values of series '{raw.Id}' cannot be filled: {reason}.");
}
