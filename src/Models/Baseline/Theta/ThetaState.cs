using Tollama.Models.Baseline.Decomposition;

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
    /// The state before the first observation. The static models know the line A + B·t through the whole history
    /// already.
    /// </summary>
    public static ThetaState Start(in ThetaModel model, ReadOnlySpan<double> y)
    {
        var state = new ThetaState { _level = model.Initial, _power = 1.0 };
        if (model.IsDynamic)
        {
            state._intercept = y[0];
            return state;
        }

        (state._intercept, state._slope) = LeastSquaresLine.Of(y);
        return state;
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
