using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;

namespace Tollama.Models.Serving;

/// <summary>
/// Puts the observations of a series in order of time, for families whose official code sorts its table.
/// </summary>
internal static class SeriesOrder
{
    /// <summary>
    /// The series with its rows in order of time; itself when they are. Rows of equal time keep their order.
    /// </summary>
    /// <exception cref="Core.Errors.TollamaException">BadRequest: a timestamp that is no date.</exception>
    public static SeriesInput ByTime(SeriesInput series)
    {
        var times = new DateTime[series.Timestamps.Count];
        bool isOrdered = true;
        for (int i = 0; i < times.Length; i++)
        {
            times[i] = FutureGrid.Timestamp(series, i);
            isOrdered &= i == 0 || times[i - 1] <= times[i];
        }

        if (isOrdered)
        {
            return series;
        }

        int[] order = [.. Enumerable.Range(0, times.Length).OrderBy(i => times[i])];
        return series with
        {
            Timestamps = TimestampColumn.FromStrings([.. order.Select(i => series.Timestamps[i])]),
            Target = Reorder(series.Target, order),
            PastCovariates = [.. series.PastCovariates.Select(covariate => covariate with
            {
                Numbers = covariate.Numbers is { } numbers ? Reorder(numbers, order) : null,
                Categories = covariate.Categories is { } categories ? [.. order.Select(i => categories[i])] : null,
            })],
        };
    }

    private static NumberColumn Reorder(NumberColumn column, int[] order) =>
        new(order.Select(i => column.Span[i]).ToArray());
}
