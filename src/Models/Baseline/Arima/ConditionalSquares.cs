using System.Numerics.Tensors;

namespace Tollama.Models.Baseline.Arima;

/// <summary>
/// The conditional sum of squares of an ARMA model: errors before the first one that its autoregression reaches count
/// as 0, e_t = w_t − Σφ_j w_{t−j} − Σθ_j e_{t−j}. Only lags with a coefficient cost anything, so a seasonal model is as
/// fast as a plain one. Source: Box &amp; Jenkins (1970), §7.1; Hyndman &amp; Khandakar (2008), §3.2 for its use.
/// </summary>
internal static class ConditionalSquares
{
    /// <summary>
    /// Mean squared error after the regression, +∞ where the recursion leaves the range of numbers, and the regression.
    /// </summary>
    public static (double Value, double[] Regression) MeanSquare(ArimaData data, ArimaCoefficients coefficients)
    {
        var model = coefficients.Polynomials(data.Season);
        int skipped = model.Ar.Length;
        int used = data.Count - skipped;
        if (used <= data.Regressors.Length)
        {
            return (double.PositiveInfinity, []);
        }

        var ar = Terms(model.Ar);
        var ma = Terms(model.Ma);
        double[][] columns = [.. data.Differenced.Select(column => Errors(column, ar, ma, skipped))];
        double[] regression = Regression.Solve(columns[0], columns.AsSpan(1));
        double mean = TensorPrimitives.SumOfSquares<double>(columns[0]) / used;
        return (double.IsFinite(mean) ? mean : double.PositiveInfinity, regression);
    }

    private static double[] Errors(
        double[] w, List<(int Lag, double Factor)> ar, List<(int Lag, double Factor)> ma, int skipped)
    {
        double[] errors = new double[w.Length];
        for (int t = skipped; t < w.Length; t++)
        {
            double error = w[t];
            foreach (var (lag, factor) in ar)
            {
                error -= factor * w[t - lag];
            }

            foreach (var (lag, factor) in ma)
            {
                error -= lag <= t ? factor * errors[t - lag] : 0.0;
            }

            errors[t] = error;
        }

        return errors[skipped..];
    }

    private static List<(int Lag, double Factor)> Terms(double[] polynomial)
    {
        var terms = new List<(int, double)>();
        for (int j = 0; j < polynomial.Length; j++)
        {
            if (polynomial[j] != 0.0)
            {
                terms.Add((j + 1, polynomial[j]));
            }
        }

        return terms;
    }
}
