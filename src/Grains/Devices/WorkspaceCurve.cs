using Tollama.Grains.Contracts;

namespace Tollama.Grains.Devices;

/// <summary>
/// What an engine call takes beyond the model itself, learnt from calls: a + b·B·C + c·B·S·H with B series, C context,
/// S samples, H horizon, none of a, b, c negative (least squares over the seven sets of terms), and the largest error
/// on top.
/// </summary>
internal sealed class WorkspaceCurve
{
    private const int MostSeen = 32;
    private const int Terms = 3;

    private readonly Queue<(double[] Terms, double Bytes)> _seen = new();
    private double[] _factors = new double[Terms];
    private double _error;

    /// <summary>The larger of all calls in each direction.</summary>
    public RunShape Usual { get; private set; } = RunShape.None;

    /// <summary>Bytes that a call of a shape takes; 0 while no call was seen.</summary>
    public long Estimate(RunShape shape) =>
        _seen.Count == 0 ? 0 : (long)Math.Ceiling(Value(_factors, TermsOf(shape)) + _error);

    /// <summary>A call was seen to take so much.</summary>
    public void Observe(RunShape shape, long bytes)
    {
        _seen.Enqueue((TermsOf(shape), bytes));
        if (_seen.Count > MostSeen)
        {
            _seen.Dequeue();
        }

        Usual = Usual.Or(shape);
        Fit();
    }

    private static double[] TermsOf(RunShape shape) =>
        [1, (double)shape.Series * shape.Context, (double)shape.Series * shape.Samples * shape.Horizon];

    private static double Value(double[] factors, double[] terms) =>
        (factors[0] * terms[0]) + (factors[1] * terms[1]) + (factors[2] * terms[2]);

    private void Fit()
    {
        double best = double.PositiveInfinity;
        for (int set = 1; set < 1 << Terms; set++)
        {
            if (Solve(set) is not { } factors || factors.Any(factor => factor < 0))
            {
                continue;
            }

            double loss = _seen.Sum(one => Math.Pow(one.Bytes - Value(factors, one.Terms), 2));
            if (loss < best * (1 - 1e-9))
            {
                (best, _factors) = (loss, factors);
            }
        }

        _error = Math.Max(0, _seen.Max(one => one.Bytes - Value(_factors, one.Terms)));
    }

    /// <summary>
    /// Least squares with the terms of a set, by the normal equations; null where they do not tell the terms apart.
    /// </summary>
    private double[]? Solve(int set)
    {
        int[] chosen = [.. Enumerable.Range(0, Terms).Where(term => (set & (1 << term)) != 0)];
        int size = chosen.Length;
        double[] scales = [.. chosen.Select(term => Math.Max(1, _seen.Max(one => one.Terms[term])))];
        double[,] equations = new double[size, size + 1];
        foreach (var (terms, bytes) in _seen)
        {
            for (int row = 0; row < size; row++)
            {
                double value = terms[chosen[row]] / scales[row];
                for (int column = 0; column < size; column++)
                {
                    equations[row, column] += value * terms[chosen[column]] / scales[column];
                }

                equations[row, size] += value * bytes;
            }
        }

        if (!Eliminate(equations, size))
        {
            return null;
        }

        double[] factors = new double[Terms];
        for (int row = 0; row < size; row++)
        {
            factors[chosen[row]] = equations[row, size] / scales[row];
        }

        return factors;
    }

    private static bool Eliminate(double[,] equations, int size)
    {
        for (int pivot = 0; pivot < size; pivot++)
        {
            double diagonal = equations[pivot, pivot];
            if (Math.Abs(diagonal) < 1e-9)
            {
                return false;
            }

            for (int column = pivot; column <= size; column++)
            {
                equations[pivot, column] /= diagonal;
            }

            for (int row = 0; row < size; row++)
            {
                double factor = row == pivot ? 0 : equations[row, pivot];
                for (int column = pivot; column <= size; column++)
                {
                    equations[row, column] -= factor * equations[pivot, column];
                }
            }
        }

        return true;
    }
}
