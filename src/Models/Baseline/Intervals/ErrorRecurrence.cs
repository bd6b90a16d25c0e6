using System.Numerics.Tensors;

namespace Tollama.Models.Baseline.Intervals;

/// <summary>
/// What was missed a while ago is missed again: a model of the day's hours errs on every Sunday, one without season
/// errs a year later, a level that lags behind keeps lagging. At a lag of L origins, whose errors were all known by
/// then, x_{o,k} is the mean of the relative errors e/a_k of L, 2L, 3L … origins before, each weighing half as much as
/// the one after it, and the errors of all origins and steps are regressed on it. Of the slope the share
/// r = 1 − (1 + ln m)·(1−R²)/((n−2)·R²) is believed, for n independent origins and the best of m lags: the largest of
/// m exponential variables is about 1 + ln m times the usual one. The lag with the largest r·R² is the one.
/// Sources: the positive-part estimator of James and Stein, see <see cref="ErrorBias"/>; Foster and George, The risk
/// inflation criterion for multiple regression, Annals of Statistics 22 (1994), for the price of a choice.
/// </summary>
internal sealed class ErrorRecurrence
{
    private const double LongestShare = 0.4;
    private const double Fading = 0.5;
    private const double Estimated = 2.0;

    private readonly List<PastErrors> _origins;
    private readonly double[] _sizes;
    private readonly int _count;
    private readonly double[][] _relative;
    private readonly int[] _starts;
    private readonly double _stride;

    // x of every origin and of the history's end, for one lag at a time; without weight there is none.
    private readonly double[][] _echoes;
    private readonly double[] _weights;

    /// <summary>Takes errors relative to their sizes.</summary>
    /// <param name="origins">Origins, oldest first, at about equal distances.</param>
    /// <param name="sizes">Usual size a_k of the errors of each step, <c>(h)</c>.</param>
    /// <param name="count">Observations of the history.</param>
    public ErrorRecurrence(List<PastErrors> origins, double[] sizes, int count)
    {
        _origins = origins;
        _sizes = sizes;
        _count = count;
        _relative = [.. origins.Select(
            origin => origin.Errors.Select((error, k) => ErrorSizes.Relative(error, sizes[k])).ToArray())];
        _starts = [.. origins.Select(origin => origin.Start)];
        _stride = (_starts[^1] - _starts[0]) / Math.Max(1.0, _starts.Length - 1.0);
        _echoes = [.. Enumerable.Range(0, origins.Count + 1).Select(_ => new double[sizes.Length])];
        _weights = new double[_echoes.Length];
    }

    /// <summary>
    /// Replaces the errors by what of them did not recur, and leaves out the origins that nothing could recur at;
    /// does nothing where nothing recurs.
    /// </summary>
    /// <returns>What is to recur after the history, <c>(h)</c>, and the slope that is believed.</returns>
    public (double[] Foretold, double Slope) Remove()
    {
        int shortest = (int)Math.Ceiling(_sizes.Length / _stride);
        int longest = (int)(_origins.Count * LongestShare);
        double price = 1.0 + Math.Log(Math.Max(1, longest - shortest + 1));
        var (best, gain, slope) = (0, 0.0, 0.0);
        for (int lag = shortest; lag <= longest; lag++)
        {
            Listen(lag);
            var (lagGain, lagSlope) = Regress(price);
            if (lagGain > gain && _weights[^1] > 0.0)
            {
                (best, gain, slope) = (lag, lagGain, lagSlope);
            }
        }

        double[] foretold = new double[_sizes.Length];
        if (gain > 0.0)
        {
            Listen(best);
            TensorPrimitives.Multiply(_echoes[^1], _sizes, foretold);
            TensorPrimitives.Multiply(foretold, slope, foretold);
            Subtract(slope);
        }

        return (foretold, slope);
    }

    /// <summary>Computes x at a lag.</summary>
    private void Listen(int lag)
    {
        for (int i = 0; i < _echoes.Length; i++)
        {
            int before = Before(i < _starts.Length ? _starts[i] : _count, lag);
            if (before < 0)
            {
                _weights[i] = 0.0;
                continue;
            }

            double older = Fading * _weights[before];
            _weights[i] = 1.0 + older;
            for (int k = 0; k < _echoes[i].Length; k++)
            {
                _echoes[i][k] = (_relative[before][k] + older * _echoes[before][k]) / _weights[i];
            }
        }
    }

    /// <summary>The origin nearest to a lag before a time whose errors were all known then; −1 where none is.</summary>
    private int Before(int time, int lag)
    {
        double target = time - lag * _stride;
        if (target < _starts[0] - _stride / 2.0)
        {
            return -1;
        }

        int last = (int)Math.Floor(Math.Min(target + _stride / 2.0, time - _sizes.Length));
        int index = Array.BinarySearch(_starts, last);
        return index >= 0 ? index : ~index - 1;
    }

    /// <summary>The gain r·R² of the lag that was listened to, and r times its slope, at most 1.</summary>
    private (double Gain, double Slope) Regress(double price)
    {
        var (xy, xx, yy) = (0.0, 0.0, 0.0);
        for (int i = 0; i < _origins.Count; i++)
        {
            if (_weights[i] > 0.0)
            {
                var errors = _relative[i].AsSpan();
                var echo = _echoes[i].AsSpan(0, errors.Length);
                xy += _origins[i].Weight * TensorPrimitives.Dot<double>(echo, errors);
                xx += _origins[i].Weight * TensorPrimitives.SumOfSquares<double>(echo);
                yy += _origins[i].Weight * TensorPrimitives.SumOfSquares<double>(errors);
            }
        }

        List<PastErrors> echoed = [.. _origins.Where((_, i) => _weights[i] > 0.0)];
        double freedom = echoed.Count < 2 ? 0.0 : IndependentOrigins.Count(echoed, _sizes.Length, _count) - Estimated;
        if (!(xy > 0.0) || !(freedom > 0.0) || echoed.Count < _origins.Count / 2)
        {
            return (0.0, 0.0);
        }

        double explained = Math.Min(1.0, xy / xx * (xy / yy));
        double believed = Math.Max(0.0, 1.0 - price * (1.0 - explained) / (freedom * explained));
        return (believed * explained, Math.Min(1.0, believed * xy / xx));
    }

    private void Subtract(double slope)
    {
        for (int i = _origins.Count - 1; i >= 0; i--)
        {
            if (_weights[i] == 0.0)
            {
                _origins.RemoveAt(i);
                continue;
            }

            double[] errors = _origins[i].Errors;
            for (int k = 0; k < errors.Length; k++)
            {
                errors[k] -= slope * _sizes[k] * _echoes[i][k];
            }
        }
    }
}
