using System.Numerics.Tensors;

namespace Tollama.Models.Baseline.Arima;

/// <summary>The standardised one-step errors of an ARIMA model with regression, summed up.</summary>
/// <param name="Filter">The filter after the last observation.</param>
/// <param name="Count">Errors, N.</param>
/// <param name="Squares">Σ v_t²/F_t.</param>
/// <param name="Logs">Σ ln F_t.</param>
internal readonly record struct WhitenedArima(ArmaFilter Filter, int Count, double Squares, double Logs)
{
    private const double LowestVariance = 1e-300;

    /// <summary>Whitens series and regressors with the same gains, then least squares.</summary>
    /// <param name="data">The differenced series.</param>
    /// <param name="coefficients">ARMA coefficients.</param>
    /// <param name="given">Coefficients of the regression; null to solve for them.</param>
    /// <param name="regression">Coefficients of the regression.</param>
    public static WhitenedArima Of(
        ArimaData data, ArimaCoefficients coefficients, double[]? given, out double[] regression)
    {
        var filter = new ArmaFilter(coefficients.Polynomials(data.Season));
        double[][] columns = [.. data.Differenced.Select(column => (double[])column.Clone())];
        double logs = filter.Whiten(columns);
        regression = given ?? Regression.Solve(columns[0], columns.AsSpan(1));
        for (int j = 0; j < regression.Length && given is not null; j++)
        {
            TensorPrimitives.MultiplyAdd(columns[j + 1], -given[j], columns[0], columns[0]);
        }

        return new WhitenedArima(
            filter, data.Count, TensorPrimitives.SumOfSquares<double>(columns[0]), logs);
    }

    /// <summary>−2 times the log-likelihood, N ln 2π + N ln σ̂² + N + Σ ln F_t.</summary>
    /// <param name="more">What to add to Σ v_t²/F_t.</param>
    public double Deviance(double more = 0.0)
    {
        double variance = Math.Max((Squares + more) / Count, LowestVariance);
        return Count * (Math.Log(2.0 * Math.PI) + 1.0 + Math.Log(variance)) + Logs;
    }
}
