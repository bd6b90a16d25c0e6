using System.Numerics.Tensors;
using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Optimisation;

namespace Tollama.Models.Baseline.Arima;

/// <summary>
/// A deviance as a function of the free numbers of <see cref="ArimaCoefficients"/>, with its gradient by central
/// differences. The regression is at its optimum for every point, so its change does not move the deviance to first
/// order (the envelope theorem): differences are taken with the regression held, on one column instead of all.
/// </summary>
/// <param name="data">The differenced series and regressors.</param>
/// <param name="deviance">What to minimise.</param>
/// <param name="budget">Looked at before each evaluation, which is long in itself.</param>
internal sealed class ArimaCriterion(ArimaData data, ArimaDeviance deviance, FitBudget budget)
{
    private const double Step = 1e-4;

    /// <summary>The deviance; +∞ where it has no value.</summary>
    public double Value(ReadOnlySpan<double> u)
    {
        budget.Look();
        return Finite(Deviance(data, u).Value);
    }

    /// <summary>The deviance and its gradient.</summary>
    public double Evaluate(ReadOnlySpan<double> u, Span<double> gradient)
    {
        budget.Look();
        var (value, regression) = Deviance(data, u);
        value = Finite(value);
        if (!double.IsFinite(value))
        {
            return value;
        }

        var held = regression.Length > 0 ? data.Without(regression) : data;
        CentralDifferences.Take(
            point =>
            {
                budget.ThrowIfCancelled();
                return Deviance(held, point).Value;
            },
            u,
            Step,
            gradient);
        return TensorPrimitives.IsFiniteAll<double>(gradient) ? value : double.PositiveInfinity;
    }

    private (double Value, double[] Regression) Deviance(ArimaData at, ReadOnlySpan<double> u) =>
        deviance(at, ArimaCoefficients.FromFree(at.Order, u));

    private static double Finite(double value) => double.IsFinite(value) ? value : double.PositiveInfinity;
}
