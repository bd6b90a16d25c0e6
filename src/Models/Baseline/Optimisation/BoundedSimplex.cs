using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Optimisation;

/// <summary>
/// The simplex search of Nelder and Mead (1965) inside a box, with coefficients that depend on the number of variables
/// (Gao &amp; Han, Implementing the Nelder-Mead simplex algorithm with adaptive parameters, Computational Optimization
/// and Applications 51, 2012): every point is moved to the nearest one inside. Step by step as in statsforecast 2.1.1,
/// for criteria so rugged that another path ends elsewhere.
/// </summary>
internal sealed class BoundedSimplex
{
    private const double FirstStep = 0.05;
    private const double StepFromZero = 1e-4;
    private const double Undefined = 1e100;

    private readonly Func<double[], double> _criterion;
    private readonly double[] _lower;
    private readonly double[] _upper;
    private readonly double[][] _corners;
    private readonly double[] _values;
    private readonly int _size;
    private readonly double _expansion;
    private readonly double _contraction;
    private readonly double _shrinkage;

    private BoundedSimplex(Func<double[], double> criterion, double[] lower, double[] upper)
    {
        _criterion = criterion;
        _lower = lower;
        _upper = upper;
        _size = lower.Length;
        _corners = new double[_size + 1][];
        _values = new double[_size + 1];
        _expansion = 1.0 + 2.0 / _size;
        _contraction = 0.75 - 1.0 / (2.0 * _size);
        _shrinkage = 1.0 - 1.0 / _size;
    }

    /// <summary>The best point found from <paramref name="start"/>.</summary>
    /// <param name="criterion">What to minimise; not finite where it is not defined.</param>
    /// <param name="start">Start.</param>
    /// <param name="lower">Lower bounds.</param>
    /// <param name="upper">Upper bounds.</param>
    /// <param name="tolerance">Standard deviation of the values at the corners at which the search ends.</param>
    /// <param name="maximumSteps">Steps after which it ends.</param>
    /// <param name="budget">Ends the search early.</param>
    public static double[] Minimise(
        Func<double[], double> criterion,
        double[] start,
        double[] lower,
        double[] upper,
        double tolerance,
        int maximumSteps,
        FitBudget budget)
    {
        var search = new BoundedSimplex(criterion, lower, upper);
        search.Build(start);
        for (int i = 0; i < maximumSteps && search.Spread() >= tolerance && budget.Allows(); i++)
        {
            search.Step();
            search.Order();
        }

        return search._corners[0];
    }

    private void Build(double[] start)
    {
        for (int i = 0; i <= _size; i++)
        {
            double[] corner = [.. start];
            if (i < _size)
            {
                corner[i] = corner[i] == 0.0 ? StepFromZero : corner[i] * (1.0 + FirstStep);
            }

            _corners[i] = Inside(corner);
            _values[i] = Evaluate(_corners[i]);
        }

        Order();
    }

    /// <summary>The corners by rising value; equal ones keep their order.</summary>
    private void Order()
    {
        for (int i = 1; i <= _size; i++)
        {
            for (int j = i; j > 0 && _values[j - 1] > _values[j]; j--)
            {
                (_values[j - 1], _values[j]) = (_values[j], _values[j - 1]);
                (_corners[j - 1], _corners[j]) = (_corners[j], _corners[j - 1]);
            }
        }
    }

    private double Spread()
    {
        double mean = _values.Average();
        return Math.Sqrt(_values.Sum(value => (value - mean) * (value - mean)) / _values.Length);
    }

    private void Step()
    {
        double[] centre = Centre();
        double[] worst = _corners[_size];
        double[] reflected = Along(centre, centre, worst, 1.0);
        double value = Evaluate(reflected);
        if (value < _values[0])
        {
            double[] expanded = Along(centre, reflected, centre, _expansion);
            double further = Evaluate(expanded);
            Replace(further < value ? expanded : reflected, Math.Min(further, value));
        }
        else if (value < _values[_size - 1])
        {
            Replace(reflected, value);
        }
        else if (!Contract(centre, reflected, value))
        {
            Shrink();
        }
    }

    /// <summary>Tries a point between the centre and the better of the worst corner and its reflection.</summary>
    private bool Contract(double[] centre, double[] reflected, double value)
    {
        bool isOutside = value < _values[_size];
        double[] contracted = Along(centre, reflected, centre, isOutside ? _contraction : -_contraction);
        double found = Evaluate(contracted);
        if (isOutside ? found > value : found >= _values[_size])
        {
            return false;
        }

        Replace(contracted, found);
        return true;
    }

    private void Shrink()
    {
        for (int i = 1; i <= _size; i++)
        {
            _corners[i] = Along(_corners[0], _corners[i], _corners[0], _shrinkage);
            _values[i] = Evaluate(_corners[i]);
        }
    }

    private void Replace(double[] corner, double value)
    {
        _corners[_size] = corner;
        _values[_size] = value;
    }

    /// <summary>The mean of all corners but the worst.</summary>
    private double[] Centre()
    {
        double[] centre = new double[_size];
        for (int i = 0; i < _size; i++)
        {
            for (int j = 0; j < _size; j++)
            {
                centre[i] += _corners[j][i];
            }

            centre[i] /= _size;
        }

        return centre;
    }

    /// <summary>from + share·(to − back), inside the box.</summary>
    private double[] Along(double[] from, double[] to, double[] back, double share)
    {
        double[] point = new double[_size];
        for (int i = 0; i < _size; i++)
        {
            point[i] = from[i] + share * (to[i] - back[i]);
        }

        return Inside(point);
    }

    private double[] Inside(double[] point)
    {
        for (int i = 0; i < _size; i++)
        {
            point[i] = Math.Clamp(point[i], _lower[i], _upper[i]);
        }

        return point;
    }

    private double Evaluate(double[] point)
    {
        double value = _criterion(point);
        return double.IsFinite(value) ? value : Undefined;
    }
}
