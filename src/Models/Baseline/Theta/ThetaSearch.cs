using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Optimisation;

namespace Tollama.Models.Baseline.Theta;

/// <summary>
/// Least squares for a theta model. For a given α the forecasts are linear in ℓ₀ and w = 1−1/θ, so both follow from two
/// normal equations and a one-dimensional search over α remains: O(n) a step, exact inside.
/// </summary>
internal static class ThetaSearch
{
    private const double LowestAlpha = 0.1;
    private const double HighestAlpha = 0.99;
    private const double HighestWeight = 1.0 - 1e-10;
    private const int GridSteps = 20;
    private const double AlphaWidth = 1e-7;
    private const double Cancelled = 1e-6;

    /// <summary>Errors before this observation do not count.</summary>
    public const int Skipped = 3;

    /// <summary>
    /// One observation whose error counts; for intervals one more such error than there are free values (ℓ₀, α, and θ
    /// where it is estimated), since as many can all be fitted away.
    /// </summary>
    public static int NeededObservations(ThetaVariant variant, bool withIntervals) =>
        Skipped + 1 + (withIntervals ? HasFreeWeight(variant) ? 3 : 2 : 0);

    /// <summary>The model with the smallest Σ_{t&gt;3}(y_t − μ_t)², and that sum.</summary>
    /// <param name="variant">Which model.</param>
    /// <param name="y">At least four observations, seasonally adjusted.</param>
    /// <param name="budget">Ends the search early.</param>
    public static (ThetaModel Model, double SquaredErrors) Fit(
        ThetaVariant variant, ReadOnlyMemory<double> y, FitBudget budget)
    {
        double[] values = new double[GridSteps + 1];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Loss(Alpha(i));
        }

        var best = (Alpha: LowestAlpha, Value: double.PositiveInfinity);
        for (int i = 0; i < values.Length; i++)
        {
            bool isValley = (i == 0 || values[i] <= values[i - 1]) && (i == GridSteps || values[i] <= values[i + 1]);
            if (isValley)
            {
                Keep(Alpha(i), values[i]);
                double alpha = GoldenSection.Minimise(
                    Loss, Alpha(Math.Max(0, i - 1)), Alpha(Math.Min(GridSteps, i + 1)), AlphaWidth);
                Keep(alpha, Loss(alpha));
            }
        }

        var (model, _) = Solve(variant, best.Alpha, y.Span);
        return (model, SquaredErrors(model, y.Span));

        double Loss(double alpha) => budget.Allows() || alpha == LowestAlpha
            ? Solve(variant, alpha, y.Span).SquaredErrors
            : double.PositiveInfinity;

        void Keep(double alpha, double value)
        {
            if (value < best.Value)
            {
                best = (alpha, value);
            }
        }
    }

    /// <summary>Σ_{t&gt;3}(y_t − μ_t)².</summary>
    public static double SquaredErrors(in ThetaModel model, ReadOnlySpan<double> y)
    {
        var state = ThetaState.Start(model, y);
        double squares = 0.0;
        for (int t = 0; t < y.Length; t++)
        {
            double error = y[t] - state.Forecast(model);
            squares += t >= Skipped ? error * error : 0.0;
            state.Observe(model, y[t]);
        }

        return squares;
    }

    private static bool HasFreeWeight(ThetaVariant variant) => variant is ThetaVariant.Otm or ThetaVariant.Dotm;

    private static double Alpha(int i) => LowestAlpha + (HighestAlpha - LowestAlpha) * i / GridSteps;

    /// <summary>
    /// ℓ₀ and w for a given α: minimises Σ(e − ℓ₀p − wc)², p and c being what a unit of each adds. The sum follows from
    /// the same products, unless so little is left of Σe² that a second pass must tell.
    /// </summary>
    private static (ThetaModel Model, double SquaredErrors) Solve(
        ThetaVariant variant, double alpha, ReadOnlySpan<double> y)
    {
        var zero = new ThetaModel(variant, alpha, 0.0, 0.0);
        var state = ThetaState.Start(zero, y);
        double pp = 0.0, pc = 0.0, cc = 0.0, pe = 0.0, ce = 0.0, ee = 0.0;
        for (int t = 0; t < y.Length; t++)
        {
            if (t >= Skipped)
            {
                double error = y[t] - state.Forecast(zero);
                double p = state.InitialTerm;
                double c = state.LineTerm(alpha);
                pp += p * p;
                pc += p * c;
                cc += c * c;
                ee += error * error;
                pe += p * error;
                ce += c * error;
            }

            state.Observe(zero, y[t]);
        }

        double weight = 0.5;
        if (HasFreeWeight(variant))
        {
            // Eliminate ℓ₀ first; what is left of c decides w.
            double left = pp > 0.0 ? cc - pc * pc / pp : cc;
            double right = pp > 0.0 ? ce - pc * pe / pp : ce;
            weight = left > 0.0 ? Math.Clamp(right / left, 0.0, HighestWeight) : 0.0;
        }

        double initial = pp > 0.0 ? (pe - weight * pc) / pp : 0.0;
        var model = zero with { Initial = initial, Weight = weight };
        double squares = ee - 2.0 * (initial * pe + weight * ce)
            + initial * (initial * pp + 2.0 * weight * pc) + weight * weight * cc;
        return (model, squares > Cancelled * ee ? squares : SquaredErrors(model, y));
    }
}
