namespace Tollama.Cli.Commands.Benchmark.Competition;

/// <summary>How a model did over the series of a frequency.</summary>
internal sealed record CompetitionScore
{
    /// <summary>Nominal coverages of the intervals that are checked, with the levels of their ends.</summary>
    public static readonly IReadOnlyList<(double Nominal, double Lower, double Upper)> Intervals =
        [(0.8, 0.1, 0.9), (0.95, 0.025, 0.975)];

    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>Number of series.</summary>
    public required int SeriesCount { get; init; }

    /// <summary>Mean sMAPE, in percent.</summary>
    public required double Smape { get; init; }

    /// <summary>Mean MASE over the series that have a scale; null when none has.</summary>
    public required double? Mase { get; init; }

    /// <summary>Number of series without a scale.</summary>
    public required int UnscaledCount { get; init; }

    /// <summary>Series with an interval, per <see cref="Intervals"/>.</summary>
    public required IReadOnlyList<int> IntervalCounts { get; init; }

    /// <summary>Share of the test points inside, per <see cref="Intervals"/>; null without intervals.</summary>
    public required IReadOnlyList<double?> Coverage { get; init; }

    /// <summary>
    /// Mean over series of width over absolute actual, per <see cref="Intervals"/>; null without intervals.
    /// </summary>
    public required IReadOnlyList<double?> Width { get; init; }

    /// <summary>Mean time per series.</summary>
    public required double SecondsPerSeries { get; init; }

    /// <summary>Scores the answers of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="series">The series.</param>
    /// <param name="forecasts">Its answers, in the same order.</param>
    /// <param name="season">Season length of the MASE's scale.</param>
    public static CompetitionScore Of(
        string model, IReadOnlyList<CompetitionSeries> series, IReadOnlyList<CompetitionForecast> forecasts, int season)
    {
        var scaled = new List<double>(series.Count);
        double smape = 0.0;
        for (int i = 0; i < series.Count; i++)
        {
            smape += CompetitionMeasures.Smape(series[i].Test, forecasts[i].Mean);
            if (CompetitionMeasures.Mase(series[i].Train, series[i].Test, forecasts[i].Mean, season) is { } mase)
            {
                scaled.Add(mase);
            }
        }

        var intervals = Intervals
            .Select(level => IntervalTally.Of(series, forecasts, level.Lower, level.Upper))
            .ToList();
        return new CompetitionScore
        {
            Model = model,
            SeriesCount = series.Count,
            Smape = smape / series.Count,
            Mase = scaled.Count > 0 ? scaled.Average() : null,
            UnscaledCount = series.Count - scaled.Count,
            IntervalCounts = [.. intervals.Select(tally => tally.SeriesCount)],
            Coverage = [.. intervals.Select(tally => tally.Coverage)],
            Width = [.. intervals.Select(tally => tally.RelativeWidth)],
            SecondsPerSeries = forecasts.Average(forecast => forecast.Seconds),
        };
    }
}
