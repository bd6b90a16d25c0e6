using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Optimisation;

/// <summary>
/// The simplex search of Nelder and Mead (1965) in the form of Nash, Compact Numerical Methods for Computers, 2nd ed.,
/// algorithm 19, which R's <c>optim</c> also has: one step size for all coordinates, a tenth of the largest; stop when
/// the values at the corners differ by less than a share of the first value. A plain local search without restarts, for
/// methods that are defined by where it ends.
/// </summary>
internal sealed class NelderMead
{
    private const double Large = 1e35;
    private const double Contraction = 0.5;
    private const double Expansion = 2.0;

    private readonly Func<double[], double> _criterion;
    private readonly FitBudget _budget;
    private readonly double[][] _corners;
    private readonly double[] _values;
    private readonly double[] _centre;
    private readonly double[] _trial;
    private readonly int _size;
    private int _evaluations;

    private NelderMead(Func<double[], double> criterion, int size, FitBudget budget)
    {
        _criterion = criterion;
        _budget = budget;
        _size = size;
        _corners = new double[size + 1][];
        _values = new double[size + 1];
        _centre = new double[size];
        _trial = new double[size];
    }

    /// <summary>The best point found from <paramref name="start"/>.</summary>
    /// <param name="criterion">What to minimise; not finite where it is not defined, but finite at the start.</param>
    /// <param name="start">Start.</param>
    /// <param name="tolerance">Share of the first value below which the corners count as equal.</param>
    /// <param name="maximumEvaluations">Evaluations after which the search ends.</param>
    /// <param name="budget">Ends the search early.</param>
    public static double[] Minimise(
        Func<double[], double> criterion, double[] start, double tolerance, int maximumEvaluations, FitBudget budget)
    {
        var search = new NelderMead(criterion, start.Length, budget);
        search.BuildSimplex(start);
        return search.Run(tolerance, maximumEvaluations);
    }

    private void BuildSimplex(double[] start)
    {
        double step = 0.0;
        foreach (double x in start)
        {
            step = Math.Max(step, 0.1 * Math.Abs(x));
        }

        step = step == 0.0 ? 0.1 : step;
        for (int j = 0; j <= _size; j++)
        {
            _corners[j] = [.. start];
            if (j > 0)
            {
                _corners[j][j - 1] += step;
            }
        }
    }

    private double[] Run(double tolerance, int maximumEvaluations)
    {
        EvaluateCorners(except: -1);
        double spread = tolerance * (Math.Abs(_values[0]) + tolerance);
        double size = double.PositiveInfinity;
        int lowest = 0;
        while (_evaluations <= maximumEvaluations && _budget.Allows())
        {
            int highest = lowest;
            for (int j = 0; j <= _size; j++)
            {
                lowest = _values[j] < _values[lowest] ? j : lowest;
                highest = _values[j] > _values[highest] ? j : highest;
            }

            if (_values[highest] <= _values[lowest] + spread)
            {
                break;
            }

            if (Improve(lowest, highest))
            {
                continue;
            }

            double shrunk = Shrink(lowest);
            if (shrunk >= size)
            {
                break;
            }

            size = shrunk;
        }

        return _corners[lowest];
    }

    /// <summary>
    /// Replaces the highest corner; false when nothing better was found, so that the simplex must shrink.
    /// </summary>
    private bool Improve(int lowest, int highest)
    {
        Centre(highest);
        double[] reflected = new double[_size];
        for (int i = 0; i < _size; i++)
        {
            reflected[i] = 2.0 * _centre[i] - _corners[highest][i];
        }

        double value = Evaluate(reflected);
        if (value < _values[lowest])
        {
            Expand(highest, reflected, value);
            return true;
        }

        bool isLower = value < _values[highest];
        if (isLower)
        {
            (_corners[highest], _values[highest]) = (reflected, value);
        }

        for (int i = 0; i < _size; i++)
        {
            _trial[i] = (1.0 - Contraction) * _corners[highest][i] + Contraction * _centre[i];
        }

        double contracted = Evaluate(_trial);
        if (contracted < _values[highest])
        {
            _trial.CopyTo(_corners[highest], 0);
            _values[highest] = contracted;
            return true;
        }

        return isLower;
    }

    private void Expand(int highest, double[] reflected, double value)
    {
        for (int i = 0; i < _size; i++)
        {
            _trial[i] = Expansion * reflected[i] + (1.0 - Expansion) * _centre[i];
        }

        double expanded = Evaluate(_trial);
        (expanded < value ? _trial : reflected).CopyTo(_corners[highest], 0);
        _values[highest] = Math.Min(expanded, value);
    }

    private void Centre(int highest)
    {
        for (int i = 0; i < _size; i++)
        {
            double sum = -_corners[highest][i];
            for (int j = 0; j <= _size; j++)
            {
                sum += _corners[j][i];
            }

            _centre[i] = sum / _size;
        }
    }

    /// <summary>Halves the distances to the lowest corner; returns their sum.</summary>
    private double Shrink(int lowest)
    {
        double size = 0.0;
        for (int j = 0; j <= _size; j++)
        {
            for (int i = 0; i < _size; i++)
            {
                double distance = Contraction * (_corners[j][i] - _corners[lowest][i]);
                _corners[j][i] = distance + _corners[lowest][i];
                size += Math.Abs(distance);
            }
        }

        EvaluateCorners(except: lowest);
        return size;
    }

    private void EvaluateCorners(int except)
    {
        for (int j = 0; j <= _size; j++)
        {
            if (j != except)
            {
                _values[j] = Evaluate(_corners[j]);
            }
        }
    }

    private double Evaluate(double[] x)
    {
        _evaluations++;
        double value = _criterion(x);
        return double.IsFinite(value) ? value : Large;
    }
}
