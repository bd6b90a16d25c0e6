using System.Numerics.Tensors;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Arima;

/// <summary>An ARIMA model with coefficients, run through its series, in the task's unit.</summary>
internal sealed class ArimaFit
{
    private const double LowestVariance = 1e-300;

    private readonly ArimaData _data;
    private readonly ArmaFilter _filter;
    private readonly double[] _regression;

    private ArimaFit(
        ArimaData data,
        ArimaCoefficients coefficients,
        ArmaFilter filter,
        double[] regression,
        double squares,
        double logs)
    {
        _data = data;
        _filter = filter;
        _regression = regression;
        Coefficients = coefficients;
        double count = data.Count;
        double variance = Math.Max(squares / count, LowestVariance);
        LogLikelihood = -0.5 * (count * (Math.Log(2.0 * Math.PI) + 1.0 + Math.Log(variance)) + logs);
        int k = data.Order.CoefficientCount + regression.Length + 1;
        Aicc = -2.0 * LogLikelihood + 2.0 * k + 2.0 * k * (k + 1.0) / (count - k - 1.0);
        Sigma2 = squares / Math.Max(1.0, count - k + 1.0);
    }

    /// <summary>The order.</summary>
    public ArimaOrder Order => _data.Order;

    /// <summary>ARMA coefficients.</summary>
    public ArimaCoefficients Coefficients { get; }

    /// <summary>Coefficients of the regressors.</summary>
    public ReadOnlySpan<double> Regression => _regression;

    /// <summary>
    /// Exact Gaussian log-likelihood of the differenced series, −½(N ln 2π + N ln σ̂² + N + Σ ln F_t), the regression
    /// concentrated out.
    /// </summary>
    public double LogLikelihood { get; }

    /// <summary>Corrected Akaike criterion with N observations; +∞ where it has no value.</summary>
    public double Aicc { get; }

    /// <summary>σ² = Σ(v²/F)/(N−k+1).</summary>
    public double Sigma2 { get; }

    /// <summary>Runs a model: whitens series and regressors with the same gains, then least squares.</summary>
    /// <param name="data">The differenced series.</param>
    /// <param name="coefficients">ARMA coefficients.</param>
    /// <param name="given">Coefficients of the regression; null to solve for them.</param>
    public static ArimaFit Of(ArimaData data, ArimaCoefficients coefficients, double[]? given = null)
    {
        var filter = new ArmaFilter(coefficients.Polynomials(data.Season));
        double[][] columns = [.. data.Differenced.Select(column => (double[])column.Clone())];
        double logs = filter.Whiten(columns);
        double[] regression = given ?? Arima.Regression.Solve(columns[0], columns.AsSpan(1));
        for (int j = 0; j < regression.Length && given is not null; j++)
        {
            TensorPrimitives.MultiplyAdd(columns[j + 1], -given[j], columns[0], columns[0]);
        }

        return new ArimaFit(
            data, coefficients, filter, regression, TensorPrimitives.SumOfSquares<double>(columns[0]), logs);
    }

    /// <summary>The report in the caller's unit.</summary>
    public FitReport Report(SeriesTask task)
    {
        var parameters = new List<KeyValuePair<string, double>>();
        Coefficients.AddTo(parameters);
        for (int j = 0; j < _regression.Length; j++)
        {
            parameters.Add(new(RegressionName(Order, j, task), _regression[j] * task.Scale));
        }

        double shift = _data.Count * Math.Log(task.Scale);
        return new FitReport
        {
            Components = Order.Name(_data.Season),
            Parameters = parameters,
            LogLikelihood = LogLikelihood - shift,
            Aicc = Aicc + 2.0 * shift,
            Sigma2 = Sigma2 * task.Scale * task.Scale,
        };
    }

    /// <summary>
    /// Mean and, where asked for, standard deviations; σ_k² = σ²Σ_{j&lt;k}ψ_j² with the weights of the integrated
    /// model, and what the filter does not know of its state.
    /// </summary>
    public (double[] Mean, double[]? Deviations) Forecast(int horizon, bool withDeviations)
    {
        double[] mean = DifferencedForecast(horizon);
        double[] delta = Differences.Polynomial(Order.D, Order.SeasonalD, _data.Season);
        int n = _data.Series.Length;
        double[] errors = new double[n + horizon];
        for (int t = 0; t < n; t++)
        {
            errors[t] = _data.Series[t] - Explained(t);
        }

        for (int k = 0; k < horizon; k++)
        {
            errors[n + k] = mean[k];
            for (int j = 1; j <= delta.Length; j++)
            {
                errors[n + k] += delta[j - 1] * errors[n + k - j];
            }

            mean[k] = errors[n + k] + Explained(n + k);
        }

        return (mean, withDeviations ? Deviations(delta, horizon) : null);
    }

    private double[] Deviations(double[] delta, int horizon)
    {
        var plain = Coefficients.Polynomials(_data.Season);
        var integrated = new ArmaPolynomials(ArmaPolynomials.Expand(plain.Ar, delta, 1, -1.0), plain.Ma);
        double[] psi = integrated.PsiWeights(horizon);
        double[] variances = new double[horizon];
        double sum = 0.0;
        for (int k = 0; k < horizon; k++)
        {
            sum += psi[k] * psi[k];
            variances[k] = sum;
        }

        new StateUncertainty(plain, _data.Count).AddTo(delta, variances);
        return Array.ConvertAll(variances, variance => Math.Sqrt(Sigma2 * variance));
    }

    /// <summary>Expected differenced errors of the regression after the last observation.</summary>
    private double[] DifferencedForecast(int horizon)
    {
        double[] state = [.. _filter.States[0]];
        for (int j = 0; j < _regression.Length; j++)
        {
            TensorPrimitives.MultiplyAdd(_filter.States[j + 1], -_regression[j], state, state);
        }

        double[] path = new double[horizon];
        _filter.Forecast(state, path);
        return path;
    }

    private double Explained(int t)
    {
        double sum = 0.0;
        for (int j = 0; j < _regression.Length; j++)
        {
            sum += _regression[j] * _data.Regressors[j][t];
        }

        return sum;
    }

    /// <summary>What a report calls a coefficient of the regression.</summary>
    public static string RegressionName(ArimaOrder order, int index, SeriesTask task)
    {
        if (!order.HasConstant)
        {
            return task.Regressors[index].Name;
        }

        if (index > 0)
        {
            return task.Regressors[index - 1].Name;
        }

        return order.D + order.SeasonalD == 0 ? "intercept" : "drift";
    }
}
