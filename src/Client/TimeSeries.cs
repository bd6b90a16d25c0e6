using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;

namespace Tollama.Client;

/// <summary>Makes series of requests from what programs have.</summary>
public static class TimeSeries
{
    /// <summary>A series of dated values.</summary>
    /// <param name="id">Its name in the answer.</param>
    /// <param name="timestamps">Times of the values, taken as UTC; as many as <paramref name="values"/>.</param>
    /// <param name="values">The values, oldest first; finite.</param>
    /// <param name="freq">Offset alias, such as <c>D</c> or <c>h</c>; <c>auto</c> to infer it from the times.</param>
    /// <exception cref="ArgumentException">Times and values differ in number, or there are none.</exception>
    public static SeriesInput Of(
        string id, IReadOnlyCollection<DateTime> timestamps, ReadOnlyMemory<double> values, string freq = "auto")
    {
        if (values.Length == 0 || timestamps.Count != values.Length)
        {
            throw new ArgumentException(
                $"Series '{id}' has {timestamps.Count} times and {values.Length} values; it needs as many of each, at "
                    + "least one.",
                nameof(values));
        }

        return new SeriesInput
        {
            Id = id,
            Freq = freq,
            Timestamps = TimestampColumn.FromStrings([.. timestamps.Select(TimestampText.Format)]),
            Target = new NumberColumn(values),
        };
    }
}
