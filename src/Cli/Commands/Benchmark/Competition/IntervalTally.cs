namespace Tollama.Cli.Commands.Benchmark.Competition;

/// <summary>What an interval holds, over the test points of every series for which there is one.</summary>
/// <param name="SeriesCount">Number of these series.</param>
/// <param name="Coverage">Share of the points inside; null without intervals.</param>
/// <param name="RelativeWidth">
/// Mean width over mean absolute actual of a series, averaged over the series that have an actual other than 0, so that
/// series of large values do not decide it; null without any.
/// </param>
internal sealed record IntervalTally(int SeriesCount, double? Coverage, double? RelativeWidth)
{
    /// <summary>Counts over the answers of a model.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="lower">Level of the lower end.</param>
    /// <param name="upper">Level of the upper end.</param>
    public static IntervalTally Of(IReadOnlyList<CompetitionAnswer> answers, double lower, double upper)
    {
        int covered = 0;
        int points = 0;
        int counted = 0;
        double ratios = 0.0;
        int sized = 0;
        foreach (var (series, forecast) in answers)
        {
            if (!forecast.Quantiles.TryGetValue(lower, out double[]? low)
                || !forecast.Quantiles.TryGetValue(upper, out double[]? high))
            {
                continue;
            }

            counted++;
            double[] actual = series.Test;
            points += actual.Length;
            double width = 0.0;
            double size = 0.0;
            for (int k = 0; k < actual.Length; k++)
            {
                covered += actual[k] >= low[k] && actual[k] <= high[k] ? 1 : 0;
                width += high[k] - low[k];
                size += Math.Abs(actual[k]);
            }

            ratios += size > 0.0 ? width / size : 0.0;
            sized += size > 0.0 ? 1 : 0;
        }

        return new IntervalTally(
            counted, points > 0 ? (double)covered / points : null, sized > 0 ? ratios / sized : null);
    }
}
