using MathNet.Numerics.LinearAlgebra;

namespace Tollama.Models.TimesFm;

/// <summary>
/// XReg: one ridge regression over all series of a request (models/timesfm-2.5 §6.1–§6.2; reference
/// <c>timesfm/utils/xreg_lib.py</c>). β = pinv(XᵀX + ridge·I)·Xᵀy with an intercept column that is penalised like any
/// other.
/// </summary>
internal static class CovariateRegression
{
    /// <summary>
    /// Single precision's distance from 1 to the next number: the reference solves in that precision.
    /// </summary>
    private const double SinglePrecision = 1.1920929e-07;

    private const double SmallestDeviation = 1e-6;

    /// <summary>Fits on the context rows and evaluates on both sets of rows.</summary>
    /// <param name="context">One column per covariate, rows of all series one after the other.</param>
    /// <param name="future">The same columns over the horizons.</param>
    /// <param name="target">Normalised target of the context rows.</param>
    /// <param name="ridge">Penalty, at least 0.</param>
    /// <returns>Fitted values on context and horizon rows.</returns>
    public static (double[] Context, double[] Future) Fit(
        IReadOnlyList<double[]> context, IReadOnlyList<double[]> future, double[] target, double ridge)
    {
        var (design, horizonDesign) = Designs(context, future, target.Length);
        var beta = Solve(design, Vector<double>.Build.Dense(target), ridge);
        return ((design * beta).ToArray(), (horizonDesign * beta).ToArray());
    }

    private static (Matrix<double> Context, Matrix<double> Future) Designs(
        IReadOnlyList<double[]> context, IReadOnlyList<double[]> future, int rows)
    {
        int horizonRows = future.Count == 0 ? 0 : future[0].Length;
        var design = Matrix<double>.Build.Dense(rows, context.Count + 1);
        var horizonDesign = Matrix<double>.Build.Dense(horizonRows, context.Count + 1);
        design.SetColumn(0, Vector<double>.Build.Dense(rows, 1.0));
        horizonDesign.SetColumn(0, Vector<double>.Build.Dense(horizonRows, 1.0));
        for (int c = 0; c < context.Count; c++)
        {
            var (mean, deviation) = Moments(context[c]);
            double divisor = deviation <= SmallestDeviation ? 1 : deviation;
            design.SetColumn(c + 1, Standardize(context[c], mean, divisor));
            horizonDesign.SetColumn(c + 1, Standardize(future[c], mean, divisor));
        }

        return (design, horizonDesign);
    }

    /// <summary>Mean and population deviation.</summary>
    internal static (double Mean, double Deviation) Moments(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            return (0, 0);
        }

        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        double mean = sum / values.Length;
        double squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return (mean, Math.Sqrt(squares / values.Length));
    }

    private static double[] Standardize(double[] values, double mean, double divisor) =>
        Array.ConvertAll(values, value => (double)(float)((value - mean) / divisor));

    private static Vector<double> Solve(Matrix<double> design, Vector<double> target, double ridge)
    {
        int columns = design.ColumnCount;
        var gram = design.TransposeThisAndMultiply(design);
        for (int i = 0; i < columns; i++)
        {
            gram[i, i] += ridge;
        }

        var moments = design.TransposeThisAndMultiply(target);
        var eigen = gram.Evd(Symmetricity.Symmetric);
        double largest = eigen.EigenValues.Max(value => Math.Abs(value.Real));
        double cutoff = 10 * RoundUpToPowerOfTwo(columns) * SinglePrecision * largest;
        var beta = Vector<double>.Build.Dense(columns);
        for (int i = 0; i < columns; i++)
        {
            double value = eigen.EigenValues[i].Real;
            if (Math.Abs(value) > cutoff)
            {
                var direction = eigen.EigenVectors.Column(i);
                beta += direction * (direction.DotProduct(moments) / value);
            }
        }

        return beta;
    }

    private static int RoundUpToPowerOfTwo(int count) =>
        (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count);
}
