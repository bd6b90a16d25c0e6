using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;

namespace Tollama.Core.Analysis;

/// <summary>The frequency of a series as it was sent, and how regular it is (contract/http-api §13).</summary>
/// <param name="Alias">Offset alias, <c>irregular</c> or <c>unknown</c>.</param>
/// <param name="Regularity">Share of the most frequent spacing, 0 to 1.</param>
internal readonly record struct DetectedFrequency(string Alias, double Regularity)
{
    // The named spans between which an irregular series is placed, in seconds.
    private static readonly (double Seconds, string Alias)[] Named =
    [
        (1, "S"), (60, "min"), (3_600, "H"), (86_400, "D"), (604_800, "W"),
        (2_629_800, "MS"), (7_889_400, "QS"), (31_557_600, "YS"),
    ];

    /// <summary>Detects the frequency.</summary>
    /// <param name="timestamps">All timestamps, in the order in which they were sent.</param>
    /// <param name="warnings">Receives what stood in the way.</param>
    public static DetectedFrequency Of(TimestampColumn timestamps, ICollection<string> warnings)
    {
        var dates = new List<DateTime>(timestamps.Count);
        for (int i = 0; i < timestamps.Count; i++)
        {
            if (TimestampText.TryParse(timestamps.Utf8(i), out var date))
            {
                dates.Add(date);
            }
        }

        if (dates.Count < timestamps.Count)
        {
            warnings.Add($"{timestamps.Count - dates.Count} timestamps could not be read as dates");
        }

        if (dates.Count < 3)
        {
            warnings.Add("fewer than 3 readable timestamps: the frequency is unknown");
            return new DetectedFrequency("unknown", 0);
        }

        DateTime[] sorted = [.. dates];
        Array.Sort(sorted);
        if (!sorted.AsSpan().SequenceEqual(dates.ToArray()))
        {
            warnings.Add(SeriesAnalyzer.NotMonotonic);
        }

        var (regularity, median) = MeasureSpacing(sorted);
        string? alias = FrequencyInference.Infer(sorted);
        if (alias is null && regularity >= 0.8)
        {
            alias = Nearest(median);
        }

        if (alias is null)
        {
            warnings.Add("the timestamps are irregular: no frequency fits");
        }

        return new DetectedFrequency(alias ?? "irregular", regularity);
    }

    private static (double Regularity, double MedianSeconds) MeasureSpacing(DateTime[] sorted)
    {
        const long Microsecond = TimeSpan.TicksPerMicrosecond;
        var positive = new List<long>(sorted.Length); // rounded to microseconds
        for (int i = 1; i < sorted.Length; i++)
        {
            long spacing = (long)Math.Round((sorted[i].Ticks - sorted[i - 1].Ticks) / (double)Microsecond);
            if (spacing > 0)
            {
                positive.Add(spacing);
            }
        }

        if (positive.Count == 0)
        {
            return (0, 0);
        }

        int most = positive.GroupBy(spacing => spacing).Max(group => group.Count());
        positive.Sort();
        double median = Statistics.Quantile([.. positive.Select(spacing => (double)spacing)], 0.5);
        return ((double)most / (sorted.Length - 1), median / 1e6);
    }

    private static string Nearest(double seconds) =>
        Named.MinBy(item => Math.Abs(Math.Log(item.Seconds) - Math.Log(seconds))).Alias;
}
