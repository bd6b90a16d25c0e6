using System.Numerics.Tensors;

namespace Tollama.Models.Baseline.Arima;

/// <summary>
/// What differencing leaves out: the values before the first observation, from which differences start. R's
/// <c>arima</c> gives each the prior N(0, 10⁶σ²) and the first d+Dm observations, which that prior predicts, no part in
/// the likelihood. Its Σv²/F then is that of the differenced series plus (|x|² − |z|²)/10⁶, where x are the values
/// before the first as all observations tell them, and z as the first d+Dm alone do, without errors. R's
/// <c>forecast</c> counts those first errors in σ², which makes its sum Σv²/F + |x|²/10⁶. Both terms are small unless
/// the level is hundreds of times the errors; from there on the prior is no longer vague, and the interval of a random
/// walk would widen with its level. It is therefore kept to half of Σv²/F, by a prior as much wider than R's. Of a
/// series that the model explains to the last digit R's prior is all that there is, and is left alone.
/// </summary>
internal static class DiffusePrior
{
    private const double Variance = 1e6;
    private const double MostShare = 0.5;
    private const double NoError = 1e-24;

    /// <summary>The two sums |x|²/10⁶ and |z|²/10⁶.</summary>
    /// <param name="first">The first d+Dm observations, the regression taken out.</param>
    /// <param name="delta">δ₁, δ₂, … of the differences: y_t = w_t + Σδ_i y_{t−i}.</param>
    /// <param name="differenced">w after them.</param>
    /// <param name="model">The process of w.</param>
    /// <param name="errors">Σv²/F.</param>
    public static (double Smoothed, double Extrapolated) Squares(
        double[] first, double[] delta, double[] differenced, in ArmaPolynomials model, double errors)
    {
        if (first.Length == 0)
        {
            return default;
        }

        double[] past = new double[first.Length];
        double extrapolated = Before(first, delta, past);

        // A stationary Gaussian process looks the same backwards, so forecasts of the reversed series go back in time.
        double[] reversed = [.. differenced];
        Array.Reverse(reversed);
        var filter = new ArmaFilter(model);
        filter.Whiten([reversed]);
        filter.Forecast(filter.States[0], past);
        Array.Reverse(past);
        double smoothed = Before(first, delta, past);
        bool isExact = errors <= NoError * smoothed;
        double variance = isExact ? Variance : Math.Max(Variance, smoothed / (MostShare * errors));
        return (smoothed / variance, extrapolated / variance);
    }

    /// <summary>The sum of squares of y_0, y_{−1}, …, by the recursion run backwards from y and w.</summary>
    private static double Before(double[] first, double[] delta, double[] differenced)
    {
        int lost = delta.Length;
        double[] values = new double[2 * lost];
        first.CopyTo(values, lost);
        for (int t = lost - 1; t >= 0; t--)
        {
            double value = first[t] - differenced[t];
            for (int i = 1; i < lost; i++)
            {
                value -= delta[i - 1] * values[lost + t - i];
            }

            values[t] = value / delta[^1];
        }

        return TensorPrimitives.SumOfSquares<double>(values.AsSpan(0, lost));
    }
}
