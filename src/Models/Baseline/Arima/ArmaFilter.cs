using System.Numerics;

namespace Tollama.Models.Baseline.Arima;

/// <summary>
/// Exact one-step prediction errors of an ARMA process, of one series or several at once with the same gains, O(n·r)
/// for state size r = max(p, q+1). The covariance of a stationary process changes from step to step by a matrix of rank
/// one, ΔP = L·M·Lᵀ, so the gains follow without ever holding P (Chandrasekhar recursions):
/// <code>
/// F' = F + M(ZL)²     K' = (KF + TL·M·ZL)/F'     L' = TL − K'·ZL     M' = M·F'/F
/// </code>
/// Source: Morf, Sidhu, Kailath, Some new algorithms for recursive estimation in constant, linear, discrete-time
/// systems, IEEE Transactions on Automatic Control 19 (1974); state space form of Harvey (1989), §3.3.
/// </summary>
internal sealed class ArmaFilter
{
    private const double Converged = 1e-14;

    private readonly int _size;
    private readonly double[] _phi;
    private readonly double[] _gain;
    private readonly double[] _change;
    private double _variance;
    private double _changeFactor;
    private bool _isSteady;

    /// <summary>Prepares the filter at the stationary distribution.</summary>
    public ArmaFilter(in ArmaPolynomials model)
    {
        _size = Math.Max(model.Ar.Length, model.Ma.Length + 1);
        _phi = new double[_size];
        model.Ar.CopyTo(_phi, 0);
        _gain = new double[_size];
        double[] row = FirstRow(model);
        _variance = row[0];
        for (int i = 0; i < _size; i++)
        {
            _gain[i] = (_phi[i] * row[0] + (i + 1 < _size ? row[i + 1] : 0.0)) / _variance;
        }

        _change = [.. _gain];
        _changeFactor = -_variance;
    }

    /// <summary>Predicted state after the last observation of each column, <c>(columns, r)</c>.</summary>
    public double[][] States { get; private set; } = [];

    /// <summary>
    /// Turns each column into its prediction errors divided by √F_t, in place, and returns Σ ln F_t. Used once.
    /// </summary>
    /// <param name="columns">Series of equal length.</param>
    public double Whiten(IReadOnlyList<double[]> columns)
    {
        States = [.. columns.Select(_ => new double[_size + 1])];
        double logs = 0.0;
        double product = 1.0;
        for (int t = 0; t < columns[0].Length; t++)
        {
            double deviation = Math.Sqrt(_variance);
            for (int c = 0; c < columns.Count; c++)
            {
                double error = columns[c][t] - States[c][0];
                Predict(States[c], error, columns[c][t]);
                columns[c][t] = error / deviation;
            }

            product *= _variance;
            if (product is > 1e100 or < 1e-100)
            {
                logs += Math.Log(product);
                product = 1.0;
            }

            if (!_isSteady)
            {
                Advance();
            }
        }

        return logs + Math.Log(product);
    }

    /// <summary>
    /// Covariance of y_t with the state: the state's component k is Σ_{j≥k} (φ_j y_{t−1+k−j} + θ_{j−1} e_{t+k−j}), and
    /// y_t has covariance γ with past y, ψ with past e.
    /// </summary>
    public static double[] FirstRow(in ArmaPolynomials model)
    {
        int size = Math.Max(model.Ar.Length, model.Ma.Length + 1);
        double[] gamma = model.Autocovariances(size + 1);
        double[] psi = model.PsiWeights(size);
        double[] row = new double[size];
        row[0] = gamma[0];
        for (int k = 2; k <= size; k++)
        {
            double sum = 0.0;
            for (int j = k; j <= size; j++)
            {
                double theta = j - 2 < model.Ma.Length ? model.Ma[j - 2] : 0.0;
                double phi = j <= model.Ar.Length ? model.Ar[j - 1] : 0.0;
                sum += phi * gamma[j + 1 - k] + theta * psi[j - k];
            }

            row[k - 1] = sum;
        }

        return row;
    }

    /// <summary>Expected values of the steps after the last observation of a column.</summary>
    public void Forecast(double[] state, Span<double> path)
    {
        double[] a = [.. state];
        for (int k = 0; k < path.Length; k++)
        {
            double value = a[0];
            path[k] = value;
            for (int i = 0; i < _size; i++)
            {
                a[i] = a[i + 1] + _phi[i] * value;
            }
        }
    }

    /// <summary>a ← Ta + Kv.</summary>
    private void Predict(double[] a, double error, double value)
    {
        // T(a + g·v) with the first filtered component equal to the observation: φ·a₁ + K·v, shifted.
        double first = value - error;
        int i = 0;
        for (; i + Vector<double>.Count <= _size; i += Vector<double>.Count)
        {
            var next = new Vector<double>(a, i + 1)
                + (new Vector<double>(_phi, i) * first)
                + (new Vector<double>(_gain, i) * error);
            next.CopyTo(a, i);
        }

        for (; i < _size; i++)
        {
            a[i] = a[i + 1] + _phi[i] * first + _gain[i] * error;
        }
    }

    private void Advance()
    {
        double head = _change[0];
        double next = _variance + _changeFactor * head * head;
        double factor = _changeFactor * head;
        double largest = 0.0;
        for (int i = 0; i < _size; i++)
        {
            double moved = _phi[i] * head + (i + 1 < _size ? _change[i + 1] : 0.0);
            _gain[i] = (_gain[i] * _variance + moved * factor) / next;
            _change[i] = moved - _gain[i] * head;
            largest = Math.Max(largest, Math.Abs(_change[i]));
        }

        _changeFactor *= next / _variance;
        _variance = next;
        _isSteady = Math.Abs(_changeFactor) * largest * largest < Converged;
    }
}
