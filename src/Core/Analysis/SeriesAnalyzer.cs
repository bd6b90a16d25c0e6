using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;

namespace Tollama.Core.Analysis;

/// <summary>Diagnostics without a model (contract/http-api §13), stage by stage.</summary>
public static class SeriesAnalyzer
{
    internal const string NotMonotonic = "the timestamps are not monotonic; they were sorted";

    /// <summary>Analyses one series.</summary>
    public static SeriesAnalysis Analyze(SeriesInput series, AnalyzeParameters parameters)
    {
        var warnings = new List<string>();
        var kept = Downsampling.KeptIndices(series.Target.Count, parameters.MaxPoints);
        if (kept.Length < series.Target.Count)
        {
            warnings.Add($"the series was thinned from {series.Target.Count} to {kept.Length} points");
        }

        var sample = Sample.Take(series, kept, warnings);
        var frequency = DetectedFrequency.Of(series.Timestamps, warnings);
        double[] values = sample.Values;
        var seasons = SeasonSearch.FindPeriods(values, parameters.MaxLag, parameters.TopKSeasonality);
        WarnIf(values.Length < SeasonSearch.MinimumLength, "too few points for a seasonality search", warnings);
        WarnIf(
            values.Length >= SeasonSearch.MinimumLength && parameters.MaxLag < SeasonSearch.MinimumLag,
            "max_lag is too short for a seasonality search",
            warnings);
        WarnIf(values.Length < 2, "too few points for a trend", warnings);
        var anomalies = AnomalySearch.Find(series.Target.Span, parameters.AnomalyIqrK);
        WarnIf(series.Target.Count < AnomalySearch.MinimumLength, "too few points for an anomaly search", warnings);
        WarnIf(values.Length < Stationarity.MinimumLength, "too few points for a stationarity test", warnings);
        return new SeriesAnalysis
        {
            Id = series.Id,
            DetectedFrequency = frequency.Alias,
            SeasonalityPeriods = seasons,
            Trend = LinearTrend.Fit(values),
            Anomalies = anomalies,
            IsStationary = Stationarity.Check(values),
            DataQualityScore = sample.Quality(frequency.Regularity),
            Warnings = [.. warnings.Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>Warnings of several analyses as <c>id: text</c>, each once.</summary>
    public static IReadOnlyList<string> CollectWarnings(IEnumerable<SeriesAnalysis> analyses) =>
        [.. analyses
            .SelectMany(analysis => analysis.Warnings.Select(warning => $"{analysis.Id}: {warning}"))
            .Distinct(StringComparer.Ordinal)];

    private static void WarnIf(bool applies, string warning, List<string> warnings)
    {
        if (applies)
        {
            warnings.Add(warning);
        }
    }

    /// <summary>The points that are looked at, in order of time where the times can be read.</summary>
    private readonly record struct Sample(double[] Values, int Readable, int Distinct)
    {
        public static Sample Take(SeriesInput series, int[] kept, List<string> warnings)
        {
            double[] values = [.. kept.Select(index => series.Target.Span[index])];
            var dates = new DateTime[kept.Length];
            int readable = 0;
            var distinct = new HashSet<string>(StringComparer.Ordinal);
            for (int i = 0; i < kept.Length; i++)
            {
                readable += TimestampText.TryParse(series.Timestamps.Utf8(kept[i]), out dates[i]) ? 1 : 0;
                distinct.Add(series.Timestamps[kept[i]]);
            }

            if (readable < kept.Length)
            {
                warnings.Add("some timestamps are no dates; the order was kept as it came");
                return new Sample(values, readable, distinct.Count);
            }

            int[] order = [.. Enumerable.Range(0, kept.Length).OrderBy(index => dates[index])];
            WarnIf(order.Where((index, position) => index != position).Any(), NotMonotonic, warnings);
            return new Sample([.. order.Select(index => values[index])], readable, distinct.Count);
        }

        public double Quality(double regularity)
        {
            int finite = Values.Count(double.IsFinite);
            double score = (0.5 * (finite + Readable) / (2.0 * Values.Length))
                + (0.35 * regularity)
                + (0.15 * Distinct / Values.Length);
            return Math.Round(Math.Clamp(score, 0, 1), 6);
        }
    }
}
