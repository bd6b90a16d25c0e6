using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Optimisation;

/// <summary>
/// Quasi-Newton minimisation inside a box: BFGS with Powell's damping, the Newton step solved on the variables that are
/// not held by a bound, and a backtracking search along the projected path.
/// Source: Nocedal &amp; Wright, Numerical Optimization, 2nd ed., procedure 18.2 (damped update) and §16.7
/// (projection).
/// MathNet's BFGS-B reaches the same optima with twice the evaluations (the optimiser tests print both).
/// </summary>
internal sealed class BoxQuasiNewton
{
    private const int MaximumIterations = 500;
    private const int MaximumBacktracks = 40;
    private const double SufficientDecrease = 1e-4;
    private const double LongestStep = 2.0;

    private readonly Criterion _criterion;
    private readonly double[] _lower;
    private readonly double[] _upper;
    private readonly int _size;
    private readonly double[] _hessian;
    private readonly double[] _factor;
    private readonly double[] _gradient;
    private readonly double[] _nextGradient;
    private readonly double[] _next;
    private readonly double[] _direction;
    private readonly double[] _step;
    private readonly double[] _change;
    private readonly int[] _free;
    private bool _isFreshHessian;

    /// <summary>Prepares a search.</summary>
    /// <param name="criterion">What to minimise.</param>
    /// <param name="lower">Lower bounds, −∞ where there is none.</param>
    /// <param name="upper">Upper bounds, +∞ where there is none.</param>
    public BoxQuasiNewton(Criterion criterion, double[] lower, double[] upper)
    {
        _criterion = criterion;
        _lower = lower;
        _upper = upper;
        _size = lower.Length;
        _hessian = new double[_size * _size];
        _factor = new double[_size * _size];
        _gradient = new double[_size];
        _nextGradient = new double[_size];
        _next = new double[_size];
        _direction = new double[_size];
        _step = new double[_size];
        _change = new double[_size];
        _free = new int[_size];
    }

    /// <summary>Moves <paramref name="x"/> to a minimum and returns the value there.</summary>
    /// <param name="x">Start inside the box; the best point when the search ends.</param>
    /// <param name="tolerance">Gain of an iteration below which the search has converged.</param>
    /// <param name="budget">
    /// Ends the search early; looked at before each evaluation, which has a gradient with it.
    /// </param>
    public double Minimise(Span<double> x, double tolerance, FitBudget budget)
    {
        double value = _criterion(x, _gradient);
        if (!double.IsFinite(value))
        {
            return double.PositiveInfinity;
        }

        ResetHessian();
        int idle = 0;
        for (int i = 0; i < MaximumIterations && idle < 2; i++)
        {
            int free = FreeVariables(x);
            if (free == 0 || !SolveForDirection(free))
            {
                break;
            }

            double next = Search(x, value, budget);
            if (!(next < value))
            {
                if (_isFreshHessian)
                {
                    break;
                }

                ResetHessian();
                continue;
            }

            idle = value - next < tolerance ? idle + 1 : 0;
            value = next;
            Accept(x);
        }

        return value;
    }

    private void ResetHessian()
    {
        double norm = 0.0;
        foreach (double g in _gradient)
        {
            norm += g * g;
        }

        Array.Clear(_hessian);
        double diagonal = Math.Max(10.0 * Math.Sqrt(norm), 1e-8);
        for (int i = 0; i < _size; i++)
        {
            _hessian[i * _size + i] = diagonal;
        }

        _isFreshHessian = true;
    }

    /// <summary>Lists the variables that no bound holds against the descent.</summary>
    private int FreeVariables(ReadOnlySpan<double> x)
    {
        int count = 0;
        for (int i = 0; i < _size; i++)
        {
            bool isHeld = x[i] <= _lower[i] && _gradient[i] > 0.0 || x[i] >= _upper[i] && _gradient[i] < 0.0;
            if (!isHeld && _gradient[i] != 0.0)
            {
                _free[count++] = i;
            }
        }

        return count;
    }

    /// <summary>Solves B_FF·d_F = −g_F by Cholesky; d is 0 elsewhere. False when B is not positive definite.</summary>
    private bool SolveForDirection(int free)
    {
        Array.Clear(_direction);
        if (!Factorise(free))
        {
            ResetHessian();
            Factorise(free);
        }

        var solution = _step.AsSpan(0, free);
        for (int i = 0; i < free; i++)
        {
            double sum = -_gradient[_free[i]];
            for (int k = 0; k < i; k++)
            {
                sum -= _factor[i * _size + k] * solution[k];
            }

            solution[i] = sum / _factor[i * _size + i];
        }

        double largest = 0.0;
        for (int i = free - 1; i >= 0; i--)
        {
            double sum = solution[i];
            for (int k = i + 1; k < free; k++)
            {
                sum -= _factor[k * _size + i] * solution[k];
            }

            solution[i] = sum / _factor[i * _size + i];
            largest = Math.Max(largest, Math.Abs(solution[i]));
        }

        double shrink = largest > LongestStep ? LongestStep / largest : 1.0;
        for (int i = 0; i < free; i++)
        {
            _direction[_free[i]] = shrink * solution[i];
        }

        return double.IsFinite(largest);
    }

    private bool Factorise(int free)
    {
        for (int i = 0; i < free; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = _hessian[_free[i] * _size + _free[j]];
                for (int k = 0; k < j; k++)
                {
                    sum -= _factor[i * _size + k] * _factor[j * _size + k];
                }

                if (i != j)
                {
                    _factor[i * _size + j] = sum / _factor[j * _size + j];
                    continue;
                }

                if (!(sum > 0.0))
                {
                    return false;
                }

                _factor[i * _size + i] = Math.Sqrt(sum);
            }
        }

        return true;
    }

    /// <summary>
    /// Backtracks along the projected direction; leaves the point in <c>_next</c>, its gradient beside it.
    /// </summary>
    private double Search(ReadOnlySpan<double> x, double value, FitBudget budget)
    {
        double length = 1.0;
        for (int i = 0; i < MaximumBacktracks && budget.Look(); i++)
        {
            double slope = 0.0;
            for (int j = 0; j < _size; j++)
            {
                _next[j] = Math.Clamp(x[j] + length * _direction[j], _lower[j], _upper[j]);
                slope += _gradient[j] * (_next[j] - x[j]);
            }

            double next = _criterion(_next, _nextGradient);
            if (next <= value + SufficientDecrease * slope)
            {
                return next;
            }

            // The minimum of the parabola through both values and the slope, kept away from both ends.
            double curvature = 2.0 * (next - value - slope);
            double share = curvature > 0.0 && double.IsFinite(curvature) ? -slope / curvature : 0.2;
            length *= Math.Clamp(share, 0.1, 0.5);
        }

        return double.PositiveInfinity;
    }

    /// <summary>Takes the step that the search found and learns the curvature along it.</summary>
    private void Accept(Span<double> x)
    {
        double curvature = 0.0;
        double changeSquared = 0.0;
        for (int i = 0; i < _size; i++)
        {
            _step[i] = _next[i] - x[i];
            _change[i] = _nextGradient[i] - _gradient[i];
            curvature += _step[i] * _change[i];
            changeSquared += _change[i] * _change[i];
            x[i] = _next[i];
            _gradient[i] = _nextGradient[i];
        }

        if (_isFreshHessian && curvature > 0.0)
        {
            Array.Clear(_hessian);
            for (int i = 0; i < _size; i++)
            {
                _hessian[i * _size + i] = changeSquared / curvature;
            }
        }

        _isFreshHessian = false;
        Update(curvature);
    }

    /// <summary>
    /// B ← B + rrᵀ/sᵀr − Bssᵀ B/sᵀBs with Powell's r = θy + (1−θ)Bs, which keeps B positive definite.
    /// </summary>
    private void Update(double curvature)
    {
        double[] image = _direction;
        double form = 0.0;
        for (int i = 0; i < _size; i++)
        {
            double sum = 0.0;
            for (int j = 0; j < _size; j++)
            {
                sum += _hessian[i * _size + j] * _step[j];
            }

            image[i] = sum;
            form += sum * _step[i];
        }

        if (!(form > 0.0))
        {
            return;
        }

        double theta = curvature >= 0.2 * form ? 1.0 : 0.8 * form / (form - curvature);
        double damped = theta * curvature + (1.0 - theta) * form;
        for (int i = 0; i < _size; i++)
        {
            _change[i] = theta * _change[i] + (1.0 - theta) * image[i];
        }

        for (int i = 0; i < _size; i++)
        {
            for (int j = 0; j < _size; j++)
            {
                _hessian[i * _size + j] += _change[i] * _change[j] / damped - image[i] * image[j] / form;
            }
        }
    }
}
