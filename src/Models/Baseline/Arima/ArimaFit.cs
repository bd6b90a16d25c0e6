using System.Numerics.Tensors;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Arima;

/// <summary>An ARIMA model with coefficients, run through its series, in the task's unit.</summary>
internal sealed class ArimaFit
{
    private readonly ArimaData _data;
    private readonly ArmaFilter _filter;
    private readonly double[] _regression;

    private ArimaFit(
        ArimaData data, ArimaCoefficients coefficients, WhitenedArima whitened, double[] regression, int estimated)
    {
        _data = data;
        _filter = whitened.Filter;
        _regression = regression;
        Coefficients = coefficients;
        double[] first = new double[data.Order.Lost(data.Season)];
        for (int t = 0; t < first.Length; t++)
        {
            first[t] = data.Series[t] - Explained(t);
        }

        var (smoothed, extrapolated) = DiffusePrior.Squares(
            first,
            Differences.Polynomial(data.Order.D, data.Order.SeasonalD, data.Season),
            data.Without(regression).Differenced[0],
            coefficients.Polynomials(data.Season),
            whitened.Squares);
        double count = data.Count;
        LogLikelihood = -0.5 * whitened.Deviance(smoothed - extrapolated);
        int k = data.Order.CoefficientCount + estimated + 1;
        Aicc = InformationCriterion.Corrected(-2.0 * LogLikelihood, k, count);
        Sigma2 = (whitened.Squares + smoothed) / Math.Max(1.0, count - k + 1.0);
    }

    /// <summary>The order.</summary>
    public ArimaOrder Order => _data.Order;

    /// <summary>ARMA coefficients.</summary>
    public ArimaCoefficients Coefficients { get; }

    /// <summary>Coefficients of the regressors.</summary>
    public ReadOnlySpan<double> Regression => _regression;

    /// <summary>
    /// Gaussian log-likelihood of the differenced series, −½(N ln 2π + N ln σ̂² + N + Σ ln F_t), the regression
    /// concentrated out, with what <see cref="DiffusePrior"/> adds to Nσ̂².
    /// </summary>
    public double LogLikelihood { get; }

    /// <summary>Corrected Akaike criterion with N observations; +∞ where it has no value.</summary>
    public double Aicc { get; }

    /// <summary>σ² = Σ(v²/F)/(N−k+1), the first errors included (<see cref="DiffusePrior"/>).</summary>
    public double Sigma2 { get; }

    /// <summary>Runs a model: whitens series and regressors with the same gains, then least squares.</summary>
    /// <param name="data">The differenced series.</param>
    /// <param name="coefficients">ARMA coefficients.</param>
    /// <param name="given">Coefficients of the regression; null to solve for them.</param>
    public static ArimaFit Of(ArimaData data, ArimaCoefficients coefficients, double[]? given = null)
    {
        var whitened = WhitenedArima.Of(data, coefficients, given, out double[] regression);
        return new ArimaFit(data, coefficients, whitened, regression, regression.Length);
    }

    /// <summary>A model whose regression was not estimated, but is known.</summary>
    /// <param name="data">The differenced series.</param>
    /// <param name="coefficients">ARMA coefficients.</param>
    /// <param name="known">Coefficients of the regression.</param>
    public static ArimaFit Known(ArimaData data, ArimaCoefficients coefficients, double[] known) =>
        new(data, coefficients, WhitenedArima.Of(data, coefficients, known, out _), known, estimated: 0);

    /// <summary>The report in the caller's unit.</summary>
    public FitReport Report(SeriesTask task)
    {
        var parameters = new List<KeyValuePair<string, double>>();
        Coefficients.AddTo(parameters);
        for (int j = 0; j < _regression.Length; j++)
        {
            var (name, exponent) = RegressionTerm(Order, j, task);
            parameters.Add(new(name, Math.ScaleB(_regression[j], exponent)));
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
    /// <param name="task">Horizon, and whether deviations are asked for.</param>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public (double[] Mean, double[]? Deviations) Forecast(SeriesTask task)
    {
        int horizon = task.Horizon;
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

        return (mean, task.WithIntervals ? Deviations(delta, task) : null);
    }

    private double[] Deviations(double[] delta, SeriesTask task)
    {
        int horizon = task.Horizon;
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

        new StateUncertainty(plain, _data.Count, task.Budget).AddTo(delta, variances);
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

    /// <summary>
    /// What a report calls a coefficient of the regression, and the exponent e of the 2^e that takes it to the caller's
    /// unit: that of the series over that of the covariate.
    /// </summary>
    public static (string Name, int Exponent) RegressionTerm(ArimaOrder order, int index, SeriesTask task)
    {
        int exponent = Math.ILogB(task.Scale);
        int covariate = index - (order.HasConstant ? 1 : 0);
        if (covariate >= 0)
        {
            var regressor = task.Regressors[covariate];
            return (regressor.Name, exponent - regressor.Exponent);
        }

        return (order.D + order.SeasonalD == 0 ? ArimaNames.Mean : ArimaNames.Drift, exponent);
    }
}
