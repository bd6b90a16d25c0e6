using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Optimisation;

namespace Tollama.Models.Baseline.Ces;

/// <summary>
/// Descents to parameters of complex smoothing: a simplex for the way, which small valleys do not hold, and
/// quasi-Newton steps for the end, which bounds do not hold: a simplex that reaches one is flat and stops short of the
/// best point on it. Used by one thread at a time.
/// </summary>
internal sealed class CesSearch
{
    private static readonly double[] Lowest = [0.01, 0.01, 0.01, 0.01];
    private static readonly double[] Highest = [1.8, 1.9, 1.5, 1.5];

    private const double Tolerance = 1e-4;
    private const double SmallGain = 1e-5;
    private const int MaximumSteps = 1000;
    private const double Difference = 1e-6;
    private const double LowestSum = 1e-300;

    private readonly SeriesTask _task;
    private readonly double[] _lower;
    private readonly double[] _upper;
    private readonly BoxQuasiNewton _slopes;

    /// <summary>Prepares the search for a form.</summary>
    public CesSearch(CesVariant variant, SeriesTask task)
    {
        _task = task;
        Filter = new CesFilter(variant, task.Y, task.Season, task.Budget);
        _lower = Lowest[..Filter.Size];
        _upper = Highest[..Filter.Size];
        _slopes = new BoxQuasiNewton(ValueAndSlope, _lower, _upper);
    }

    /// <summary>The series with its states.</summary>
    public CesFilter Filter { get; }

    /// <summary>L = n·ln Σe².</summary>
    public static double Criterion(double squares, int count) => count * Math.Log(Math.Max(squares, LowestSum));

    /// <summary>The lowest point near a start, and L there; +∞ where it is not defined.</summary>
    public (double[] X, double Value) Descend(double[] start)
    {
        double[] x = BoundedSimplex.Minimise(
            point => Value(point), start, _lower, _upper, Tolerance, MaximumSteps, _task.Budget);
        return (x, _slopes.Minimise(x, SmallGain, _task.Budget));
    }

    private double Value(ReadOnlySpan<double> x) => Criterion(Filter.SquaredErrors(x), _task.Count);

    private double ValueAndSlope(ReadOnlySpan<double> x, Span<double> gradient)
    {
        CentralDifferences.Take(point => Value(point), x, Difference, gradient);
        return Value(x);
    }
}
