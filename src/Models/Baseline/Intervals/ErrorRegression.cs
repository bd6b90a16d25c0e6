using System.Numerics.Tensors;

namespace Tollama.Models.Baseline.Intervals;

/// <summary>
/// What of the errors could have been foretold. Two things may tell it, x_{o,k}, relative to the sizes a_k:
/// what was missed a lag of L origins ago, as far as it was known by then (a model of the day's hours errs on every
/// Sunday, one without season errs a year later, a level that lags behind keeps lagging), the mean of L, 2L, 3L …
/// origins before, each weighing 0.4 of the one after it; and how far this forecast lies from the ones before
/// (<see cref="ForecastShifts"/>): a model that follows every whim of the history is wrong by part of it.
/// The errors of all origins and steps are regressed on each x. Of the slope the share r = 1 − (1−R²)/((n−2)·R²) is
/// believed, for n independent origins. The x with the largest r·R² is taken out of the errors, and the next one
/// is looked for in what is left.
/// Sources: Mincer and Zarnowitz, The evaluation of economic forecasts (NBER, 1969), §I, for the regression on the
/// forecast; Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 2nd ed. (2009), §3.3.3, for one at a
/// time; the positive-part estimator of James and Stein, see <see cref="ErrorBias"/>, for r.
/// </summary>
internal sealed class ErrorRegression
{
    /// <summary>Stands for the shifts among the lags, which are at least 1.</summary>
    private const int Shift = 0;

    private const int Most = 3;
    private const double LongestShare = 0.4;
    private const double Fading = 0.4;
    private const double Estimated = 2.0;

    private readonly List<PastErrors> _origins;
    private readonly double[] _sizes;
    private readonly int _count;
    private readonly double[] _shiftNow;
    private readonly int _horizon;
    private readonly double _stride;

    // (origins, h): errors over sizes, 0 where the history does not cover a step; the same times their weights.
    private readonly double[] _errors;
    private readonly double[] _weighted;

    // Of each origin and all after it: Σ w·e².
    private readonly double[] _squares;

    // (origins + 1, h): x of every origin, and of the history's end; of those before the first one that has any, none.
    private readonly double[] _x;
    private readonly double[] _depths;
    private int _first;

    private ErrorRegression(List<PastErrors> origins, double[] sizes, int count, double[] shiftNow)
    {
        _origins = origins;
        _sizes = sizes;
        _count = count;
        _shiftNow = shiftNow;
        _horizon = sizes.Length;
        _stride = (origins[^1].Start - origins[0].Start) / Math.Max(1.0, origins.Count - 1.0);
        _errors = new double[origins.Count * _horizon];
        _weighted = new double[_errors.Length];
        _squares = new double[origins.Count + 1];
        _x = new double[_errors.Length + _horizon];
        _depths = new double[origins.Count + 1];
        for (int i = origins.Count - 1; i >= 0; i--)
        {
            var errors = Row(_errors, i);
            Relative(origins[i].Errors, errors);
            TensorPrimitives.Multiply(errors, origins[i].Weight, Row(_weighted, i));
            _squares[i] = _squares[i + 1] + TensorPrimitives.Dot<double>(errors, Row(_weighted, i));
        }
    }

    /// <summary>
    /// Replaces the errors by what of them could not be foretold, and leaves out the origins that had nothing before
    /// them to tell it; does nothing where nothing tells anything.
    /// </summary>
    /// <param name="origins">Origins, oldest first, at about equal distances.</param>
    /// <param name="count">Observations of the history.</param>
    /// <param name="shiftNow">The shifts of the present forecast, <c>(h)</c>.</param>
    /// <returns>What is foretold after the history, <c>(h)</c>.</returns>
    public static double[] Remove(List<PastErrors> origins, int count, double[] shiftNow)
    {
        double[] foretold = new double[shiftNow.Length];
        bool isMore = true;
        for (int i = 0; i < Most && isMore; i++)
        {
            double[] sizes = ErrorSizes.Of(origins, shiftNow.Length);
            isMore = new ErrorRegression(origins, sizes, count, shiftNow).TryRemoveBest(foretold);
        }

        return foretold;
    }

    /// <summary>Takes out the best x and adds what it says of now; false where none is believed.</summary>
    private bool TryRemoveBest(double[] foretold)
    {
        int longest = (int)(_origins.Count * LongestShare);
        int shortest = (int)Math.Ceiling(_horizon / _stride);
        var (best, gain, slope) = (Shift, 0.0, 0.0);
        foreach (int lag in (int[])[Shift, .. Enumerable.Range(shortest, Math.Max(0, longest - shortest + 1))])
        {
            Read(lag);
            var (lagGain, lagSlope) = Regress(leastSlope: lag == Shift ? -1.0 : 0.0);
            if (lagGain > gain)
            {
                (best, gain, slope) = (lag, lagGain, lagSlope);
            }
        }

        if (slope == 0.0)
        {
            return false;
        }

        Read(best);
        Subtract(slope);
        for (int k = 0; k < _horizon; k++)
        {
            foretold[k] += slope * _sizes[k] * _x[^(_horizon - k)];
        }

        return true;
    }

    private void Read(int lag)
    {
        if (lag == Shift)
        {
            ReadShifts();
        }
        else
        {
            ReadEchoes(lag);
        }
    }

    /// <summary>x = the shifts of the forecasts.</summary>
    private void ReadShifts()
    {
        _first = 0;
        for (int i = 0; i <= _origins.Count; i++)
        {
            Relative(i < _origins.Count ? _origins[i].Shifts : _shiftNow, Row(_x, i));
        }
    }

    /// <summary>x = what was missed a lag of origins before.</summary>
    private void ReadEchoes(int lag)
    {
        _first = _origins.Count + 1;
        int before = -1;
        for (int i = 0; i <= _origins.Count; i++)
        {
            // The origin nearest to a lag before this one whose errors were all known by now.
            int time = i < _origins.Count ? _origins[i].Start : _count;
            double target = time - lag * _stride;
            double last = Math.Min(target + _stride / 2.0, time - _horizon);
            while (before + 1 < i && _origins[before + 1].Start <= last)
            {
                before++;
            }

            if (before < 0 || target < _origins[0].Start - _stride / 2.0)
            {
                _depths[i] = 0.0;
                continue;
            }

            _first = Math.Min(_first, i);
            double older = Fading * _depths[before];
            _depths[i] = 1.0 + older;
            var x = Row(_x, i);
            if (older > 0.0)
            {
                TensorPrimitives.MultiplyAdd(Row(_x, before), older, Row(_errors, before), x);
                TensorPrimitives.Divide(x, _depths[i], x);
            }
            else
            {
                Row(_errors, before).CopyTo(x);
            }
        }
    }

    /// <summary>The gain r·R² of x, and r times its slope, at most 1.</summary>
    private (double Gain, double Slope) Regress(double leastSlope)
    {
        int told = _origins.Count - _first;
        if (told < Math.Max(2, _origins.Count / 2))
        {
            return (0.0, 0.0);
        }

        double freedom = IndependentOrigins.Count(_origins, _first, _horizon, _count) - Estimated;
        double xx = 0.0;
        for (int i = _first; i < _origins.Count; i++)
        {
            xx += _origins[i].Weight * TensorPrimitives.SumOfSquares<double>(Row(_x, i)[.._origins[i].Errors.Length]);
        }

        double xy = TensorPrimitives.Dot<double>(
            _x.AsSpan(_first * _horizon, told * _horizon), _weighted.AsSpan(_first * _horizon));
        double slope = Math.Clamp(xy / xx, leastSlope, 1.0);
        if (!(Math.Abs(slope) > 0.0) || !(freedom > 0.0))
        {
            return (0.0, 0.0);
        }

        double explained = Math.Min(1.0, xy / xx * (xy / _squares[_first]));
        double believed = Math.Max(0.0, 1.0 - (1.0 - explained) / (freedom * explained));
        return (believed * explained, Math.Clamp(believed * xy / xx, leastSlope, 1.0));
    }

    private void Subtract(double slope)
    {
        for (int i = _first; i < _origins.Count; i++)
        {
            double[] errors = _origins[i].Errors;
            for (int k = 0; k < errors.Length; k++)
            {
                errors[k] -= slope * _sizes[k] * _x[i * _horizon + k];
            }
        }

        _origins.RemoveRange(0, _first);
    }

    private void Relative(double[] values, Span<double> relative)
    {
        for (int k = 0; k < values.Length; k++)
        {
            relative[k] = ErrorSizes.Relative(values[k], _sizes[k]);
        }
    }

    private Span<double> Row(double[] matrix, int i) => matrix.AsSpan(i * _horizon, _horizon);
}
