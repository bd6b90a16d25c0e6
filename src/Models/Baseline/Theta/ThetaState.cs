namespace Tollama.Models.Baseline.Theta;

/// <summary>The state of a theta model after some observations. A mutable struct: copy it to branch.</summary>
internal struct ThetaState
{
    private const double Vanished = 1e-200;

    private int _count;
    private double _level;
    private double _mean;
    private double _power;
    private double _intercept;
    private double _slope;

    /// <summary>
    /// The state before the first observation. The static models know the line through the whole history already:
    /// B = 6(2·(1/n)Σt·y_t − (n+1)ȳ)/(n²−1), A = ȳ − (n+1)B/2.
    /// </summary>
    public static ThetaState Start(in ThetaModel model, ReadOnlySpan<double> y)
    {
        var state = new ThetaState { _level = model.Initial, _power = 1.0 };
        if (model.IsDynamic)
        {
            state._intercept = y[0];
            return state;
        }

        (state._intercept, state._slope) = Line(y);
        return state;
    }

    /// <summary>A + B·t with t = 1 … n by least squares.</summary>
    public static (double Intercept, double Slope) Line(ReadOnlySpan<double> y)
    {
        double n = y.Length;
        double mean = 0.0;
        double moment = 0.0;
        for (int t = 0; t < y.Length; t++)
        {
            mean += y[t];
            moment += (t + 1) * y[t];
        }

        mean /= n;
        moment /= n;
        double slope = 6.0 * (2.0 * moment - (n + 1.0) * mean) / (n * n - 1.0);
        return (mean - (n + 1.0) * slope / 2.0, slope);
    }

    /// <summary>A(1−α)^i + B(1−(1−α)^{i+1})/α: what one unit of w adds to the next forecast.</summary>
    public readonly double LineTerm(double alpha) =>
        _intercept * _power + _slope * (1.0 - _power * (1.0 - alpha)) / alpha;

    /// <summary>(1−α)^i: what one unit of ℓ₀ adds to the next forecast.</summary>
    public readonly double InitialTerm => _power;

    /// <summary>The next one-step forecast μ.</summary>
    public readonly double Forecast(in ThetaModel model) => _level + model.Weight * LineTerm(model.Alpha);

    /// <summary>Takes one observation in.</summary>
    public void Observe(in ThetaModel model, double y)
    {
        _level = model.Alpha * y + (1.0 - model.Alpha) * _level;
        if (model.IsDynamic)
        {
            ObserveLine(y);
        }

        _power *= 1.0 - model.Alpha;
        if (_power < Vanished)
        {
            _power = 0.0;
        }
    }

    /// <summary>The line of the dynamic models, fitted to one observation more.</summary>
    private void ObserveLine(double y)
    {
        double i = _count++;
        double oldMean = _mean;
        _mean = (i * _mean + y) / (i + 1.0);
        if (i > 0.0)
        {
            _slope = ((i - 1.0) * _slope + 6.0 * (y - oldMean) / (i + 1.0)) / (i + 2.0);
            _intercept = _mean - _slope * (i + 2.0) / 2.0;
        }
    }
}
