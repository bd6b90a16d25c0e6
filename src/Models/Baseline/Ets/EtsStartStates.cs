using MathNet.Numerics.LinearRegression;
using Tollama.Models.Baseline.Decomposition;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Ets;

/// <summary>
/// Heuristic initial states, from which searches start: seasonals from a decomposition, level and trend from a line
/// through the first observations. Source: Hyndman, Koehler, Ord, Snyder (2008), §2.6.1; R's <c>ets</c>.
/// States are in the order l, b (if there is a trend), then m seasonals, newest first.
/// </summary>
internal static class EtsStartStates
{
    private const double LowestFactor = 0.01;
    private const double LowestPositive = 1e-3;
    private const double NearZero = 1e-8;

    /// <summary>The initial states for a model, <c>(1 + trend + m)</c>.</summary>
    public static double[] Of(EtsForm form, ReadOnlySpan<double> y, int season)
    {
        double[] figure = form.HasSeason ? SeasonalFigure(form.Season, y, season) : [];
        double[] states = new double[1 + (form.HasTrend ? 1 : 0) + figure.Length];
        var seasonals = states.AsSpan(states.Length - figure.Length);
        for (int j = 0; j < seasonals.Length; j++)
        {
            seasonals[j] = figure[season - 1 - j];
        }

        if (form.HasSeason)
        {
            Normalise(form.Season, seasonals);
        }

        double[] adjusted = Adjusted(form.Season, y, figure, Math.Min(Math.Max(10, 2 * season), y.Length));
        LevelAndTrend(form.Trend, adjusted, y, states);
        return states;
    }

    /// <summary>Fixes the oldest seasonal, the last in the row, so that all add up to 0 or m.</summary>
    public static void CloseSeason(EtsComponent season, Span<double> seasonals)
    {
        double sum = season == EtsComponent.Multiplicative ? seasonals.Length : 0.0;
        for (int j = 0; j < seasonals.Length - 1; j++)
        {
            sum -= seasonals[j];
        }

        seasonals[^1] = sum;
    }

    private static double[] SeasonalFigure(EtsComponent season, ReadOnlySpan<double> y, int length)
    {
        bool isMultiplicative = season == EtsComponent.Multiplicative;
        if (y.Length >= 3 * length)
        {
            // Seasons have at most 24 observations: this is no longer than a few evaluations of the criterion.
            return ClassicalDecomposition.Figure(y, length, isMultiplicative, FitBudget.Unlimited);
        }

        // Too short for a moving average: a line plus the first harmonic; what the line leaves is the season.
        int columns = length == 2 ? 3 : 4;
        double[][] rows = new double[y.Length][];
        for (int t = 1; t <= rows.Length; t++)
        {
            var (sine, cosine) = Math.SinCos(2.0 * Math.PI * t / length);
            rows[t - 1] = columns == 4 ? [1.0, t, cosine, sine] : [1.0, t, cosine];
        }

        double[] line = MultipleRegression.QR(rows, y.ToArray());
        double[] figure = new double[length];
        for (int t = 1; t <= length; t++)
        {
            double trend = line[0] + line[1] * t;
            figure[t - 1] = isMultiplicative ? y[(t - 1) % y.Length] / trend : y[(t - 1) % y.Length] - trend;
        }

        return figure;
    }

    private static void Normalise(EtsComponent season, Span<double> seasonals)
    {
        var free = seasonals[..^1];
        if (season == EtsComponent.Multiplicative)
        {
            double sum = 0.0;
            double shifted = 0.0;
            for (int j = 0; j < free.Length; j++)
            {
                free[j] = double.IsFinite(free[j]) ? Math.Max(free[j], LowestFactor) : 1.0;
                sum += free[j];
                shifted += free[j] + LowestFactor;
            }

            for (int j = 0; j < free.Length && sum > seasonals.Length; j++)
            {
                free[j] /= shifted;
            }
        }

        CloseSeason(season, seasonals);
    }

    private static double[] Adjusted(EtsComponent season, ReadOnlySpan<double> y, double[] figure, int count)
    {
        double[] adjusted = y[..count].ToArray();
        for (int t = 0; t < count && figure.Length > 0; t++)
        {
            double s = figure[t % figure.Length];
            adjusted[t] = season == EtsComponent.Additive ? y[t] - s : y[t] / Math.Max(s, LowestFactor);
        }

        return adjusted;
    }

    private static void LevelAndTrend(EtsComponent trend, double[] adjusted, ReadOnlySpan<double> y, double[] states)
    {
        if (trend == EtsComponent.None)
        {
            states[0] = adjusted.Average();
            return;
        }

        var (a, b) = LeastSquaresLine.Of(adjusted);
        if (trend == EtsComponent.Additive)
        {
            bool vanishes = Math.Abs(a + b) < NearZero;
            states[0] = vanishes ? a * 1.001 : a;
            states[1] = vanishes ? b * 0.999 : b;
            return;
        }

        double level = a + b;
        level = Math.Abs(level) < NearZero ? LowestPositive : level;
        double factor = (a + 2.0 * b) / level;
        level /= Math.Abs(factor) < NearZero ? LowestPositive : factor;
        bool isUsable = Math.Min(level, factor) >= NearZero;
        states[0] = isUsable ? level : Math.Max(y[0], LowestPositive);
        states[1] = isUsable ? factor : Math.Max(y[1] / y[0], LowestPositive);
    }
}
