using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Arima;

/// <summary>
/// What the observations leave unknown of the state of an ARMA process: the covariance of the state after the last of
/// them, from the Kalman filter started at the stationary distribution. Nothing is left once the filter is steady, but
/// a moving average near the unit circle forgets its start slowly or never, and forecasts then carry that uncertainty.
/// With the observed component taken out of the state, the transition is a shift:
/// <code>
/// P⁺ = P − P·₀P₀·/P₀₀     P'ᵢⱼ = P⁺ᵢ₊₁,ⱼ₊₁ + RᵢRⱼ
/// </code>
/// Source: Harvey, Forecasting, Structural Time Series Models and the Kalman Filter (1989), §3.2 and §3.3; Gardner,
/// Harvey, Phillips, Applied Statistics 29 (1980).
/// </summary>
internal sealed class StateUncertainty
{
    private const double Negligible = 1e-13;

    private readonly int _size;
    private readonly double[] _phi;
    private readonly double[] _loading;
    private readonly double[] _covariance;
    private readonly bool _isNegligible;
    private readonly FitBudget _budget;

    /// <summary>Runs the covariance through a number of observations.</summary>
    /// <param name="model">The process, errors of variance 1.</param>
    /// <param name="count">Observations.</param>
    /// <param name="budget">Its token is looked at before each of them, O(r²) apart.</param>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public StateUncertainty(in ArmaPolynomials model, int count, FitBudget budget)
    {
        _budget = budget;
        _size = Math.Max(model.Ar.Length, model.Ma.Length + 1);
        _phi = new double[_size];
        model.Ar.CopyTo(_phi, 0);
        _loading = new double[_size];
        _loading[0] = 1.0;
        model.Ma.CopyTo(_loading, 1);
        _covariance = Stationary(ArmaFilter.FirstRow(model));
        double largest = TakeObservation();
        for (int t = 1; t < count && largest > Negligible; t++)
        {
            budget.ThrowIfCancelled();
            Shift();
            largest = TakeObservation();
        }

        _isNegligible = largest <= Negligible;
    }

    /// <summary>
    /// What the unknown state adds to the variance of each step of the integrated process, in units of the error
    /// variance.
    /// </summary>
    /// <param name="delta">δ₁, δ₂, … of the differences: y_t = w_t + Σδ_i y_{t−i}.</param>
    /// <param name="variances">Variances of the steps, added to.</param>
    public void AddTo(ReadOnlySpan<double> delta, Span<double> variances)
    {
        if (_isNegligible)
        {
            return;
        }

        double[] plain = new double[_size];
        plain[0] = 1.0;
        double[][] responses = new double[delta.Length][]; // of the last steps, k mod their number
        for (int k = 0; k < variances.Length; k++)
        {
            _budget.ThrowIfCancelled();
            Advance(plain);
            double[] response = [.. plain];
            for (int i = 1; i <= Math.Min(k, delta.Length); i++)
            {
                for (int j = 0; j < _size; j++)
                {
                    response[j] += delta[i - 1] * responses[(k - i) % delta.Length][j];
                }
            }

            if (delta.Length > 0)
            {
                responses[k % delta.Length] = response;
            }

            variances[k] += Math.Max(0.0, Quadratic(response));
        }
    }

    /// <summary>P = TPTᵀ + RRᵀ, filled from its first row, the last row first.</summary>
    private double[] Stationary(double[] first)
    {
        double[] p = new double[_size * _size];
        for (int i = _size - 1; i >= 0; i--)
        {
            for (int j = i; j < _size; j++)
            {
                double value = i == 0 ? first[j] : _phi[i] * _phi[j] * first[0] + _loading[i] * _loading[j];
                if (i > 0 && j + 1 < _size)
                {
                    value += _phi[i] * first[j + 1] + p[(i + 1) * _size + j + 1];
                }

                if (i > 0 && i + 1 < _size)
                {
                    value += _phi[j] * first[i + 1];
                }

                p[i * _size + j] = value;
                p[j * _size + i] = value;
            }
        }

        return p;
    }

    /// <summary>P ← P⁺; returns the largest variance left.</summary>
    private double TakeObservation()
    {
        double variance = _covariance[0];
        double[] gain = _covariance[.._size];
        double largest = 0.0;
        for (int i = 0; i < _size; i++)
        {
            for (int j = 0; j < _size; j++)
            {
                _covariance[i * _size + j] -= gain[i] * gain[j] / variance;
            }

            largest = Math.Max(largest, _covariance[i * _size + i]);
        }

        return largest;
    }

    private void Shift()
    {
        for (int i = 0; i < _size; i++)
        {
            for (int j = 0; j < _size; j++)
            {
                double moved = i + 1 < _size && j + 1 < _size ? _covariance[(i + 1) * _size + j + 1] : 0.0;
                _covariance[i * _size + j] = moved + _loading[i] * _loading[j];
            }
        }
    }

    /// <summary>A row of responses one step later, g ← gT.</summary>
    private void Advance(double[] row)
    {
        double first = 0.0;
        for (int i = 0; i < _size; i++)
        {
            first += row[i] * _phi[i];
        }

        Array.Copy(row, 0, row, 1, _size - 1);
        row[0] = first;
    }

    private double Quadratic(double[] x)
    {
        double sum = 0.0;
        for (int i = 0; i < _size; i++)
        {
            for (int j = 0; j < _size; j++)
            {
                sum += x[i] * _covariance[i * _size + j] * x[j];
            }
        }

        return sum;
    }
}
