namespace Tollama.Cli.Commands.Benchmark.Competition;

/// <summary>How a model did over the series of a frequency.</summary>
internal sealed record CompetitionScore
{
    /// <summary>Nominal coverages of the intervals that are checked, with the levels of their ends.</summary>
    public static readonly IReadOnlyList<(double Nominal, double Lower, double Upper)> Intervals =
        [(0.8, 0.1, 0.9), (0.95, 0.025, 0.975)];

    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>Number of series that were asked for.</summary>
    public required int AskedCount { get; init; }

    /// <summary>Number of series that the model forecast; the other figures are over these.</summary>
    public required int SeriesCount { get; init; }

    /// <summary>Why a series has no forecast, the first one's reason; null when every series has.</summary>
    public string? Problem { get; init; }

    /// <summary>Warnings of the answers, the first of each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Mean sMAPE, in percent; null without a forecast.</summary>
    public required double? Smape { get; init; }

    /// <summary>Mean MASE over the series that have a scale; null when none has.</summary>
    public required double? Mase { get; init; }

    /// <summary>Number of series with a scale.</summary>
    public required int ScaledCount { get; init; }

    /// <summary>Series with an interval, per <see cref="Intervals"/>.</summary>
    public required IReadOnlyList<int> IntervalCounts { get; init; }

    /// <summary>Share of the test points inside, per <see cref="Intervals"/>; null without intervals.</summary>
    public required IReadOnlyList<double?> Coverage { get; init; }

    /// <summary>
    /// Mean over series of width over absolute actual, per <see cref="Intervals"/>; null without intervals.
    /// </summary>
    public required IReadOnlyList<double?> Width { get; init; }

    /// <summary>Mean time per series; null without a forecast.</summary>
    public required double? SecondsPerSeries { get; init; }

    /// <summary>Scores the answers of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="series">The series.</param>
    /// <param name="forecasts">Its answers, in the same order; null for a series that it could not forecast.</param>
    /// <param name="season">Season length of the MASE's scale.</param>
    public static CompetitionScore Of(
        string model,
        IReadOnlyList<CompetitionSeries> series,
        IReadOnlyList<CompetitionForecast?> forecasts,
        int season)
    {
        var answers = series.Zip(forecasts)
            .Where(pair => pair.Second is not null)
            .Select(pair => new CompetitionAnswer(pair.First, pair.Second!)) // those without were left out
            .ToList();
        var scaled = answers
            .Select(answer => CompetitionMeasures.Mase(
                answer.Series.Train, answer.Series.Test, answer.Forecast.Mean, season))
            .OfType<double>()
            .ToList();
        var intervals = Intervals
            .Select(level => IntervalTally.Of(answers, level.Lower, level.Upper))
            .ToList();
        return new CompetitionScore
        {
            Model = model,
            AskedCount = series.Count,
            SeriesCount = answers.Count,
            Warnings = [.. answers.Select(answer => answer.Forecast.Warning).OfType<string>()],
            Smape = Mean(answers.Select(
                answer => CompetitionMeasures.Smape(answer.Series.Test, answer.Forecast.Mean))),
            Mase = Mean(scaled),
            ScaledCount = scaled.Count,
            IntervalCounts = [.. intervals.Select(tally => tally.SeriesCount)],
            Coverage = [.. intervals.Select(tally => tally.Coverage)],
            Width = [.. intervals.Select(tally => tally.RelativeWidth)],
            SecondsPerSeries = Mean(answers.Select(answer => answer.Forecast.Seconds)),
        };
    }

    private static double? Mean(IEnumerable<double> values) => values.Select(value => (double?)value).Average();
}
