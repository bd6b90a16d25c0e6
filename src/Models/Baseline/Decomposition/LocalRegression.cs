using System.Numerics.Tensors;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Decomposition;

/// <summary>
/// Local regression with tricube weights on equally spaced points. Source: Cleveland, Cleveland, McRae, Terpenning,
/// STL: a seasonal-trend decomposition procedure based on loess, Journal of Official Statistics 6 (1990), §2.1.
/// <para>
/// A fit is a weighted sum of the neighbours whose weights depend on the place among them only: it is the same for all
/// points but those near the ends, so they are kept. Used by one thread at a time.
/// </para>
/// </summary>
internal sealed class LocalRegression
{
    private const double KernelEdge = 0.999;
    private const double KernelCore = 0.001;
    private const double LeastSpread = 0.001;

    /// <summary>Widest neighbourhood of which the weights at all places are kept: up to 1 MB.</summary>
    private const int WidestKept = 360;

    private readonly int _window;
    private readonly int _degree;
    private readonly int _jump;
    private readonly FitBudget _budget;
    private double[]?[] _kept = [];
    private double[] _latest = [];
    private (int Length, int Count, int Place) _latestKey;

    /// <summary>Creates a smoother.</summary>
    /// <param name="window">Number of neighbours q; more than there are points widens the kernel.</param>
    /// <param name="degree">0: local mean; 1: local line.</param>
    /// <param name="jump">Evaluate every so many points and interpolate between them.</param>
    /// <param name="budget">Whose cancellation each evaluation looks at; a deadline does not cut a fit short.</param>
    public LocalRegression(int window, int degree, int jump, FitBudget budget)
    {
        _window = window;
        _degree = degree;
        _jump = jump;
        _budget = budget;
    }

    /// <summary>Smooths all points.</summary>
    /// <param name="y">Points at positions 1 … n.</param>
    /// <param name="smooth">Takes the n fitted values.</param>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public void Smooth(ReadOnlySpan<double> y, Span<double> smooth)
    {
        int n = y.Length;
        if (n < 2)
        {
            y.CopyTo(smooth);
            return;
        }

        int jump = Math.Min(_jump, n - 1);
        int last = 1;
        for (int i = 1; i <= n; i += jump)
        {
            Evaluate(y, i, smooth);
            Interpolate(smooth, last, i);
            last = i;
        }

        if (last != n)
        {
            Evaluate(y, n, smooth);
            Interpolate(smooth, last, n);
        }
    }

    /// <summary>The fit at a position that may lie one step outside; null when no neighbour has weight.</summary>
    /// <param name="y">Points at positions 1 … n.</param>
    /// <param name="position">Where to fit.</param>
    /// <param name="left">First neighbour.</param>
    /// <param name="right">Last neighbour.</param>
    public double? FitAt(ReadOnlySpan<double> y, int position, int left, int right)
    {
        var neighbours = y[(left - 1)..right];
        double[] weights = Weights(y.Length, neighbours.Length, position - left);
        return weights.Length > 0 ? TensorPrimitives.Dot(weights, neighbours) : null;
    }

    /// <summary>What each neighbour counts in the fit, kept or computed; empty when none does.</summary>
    /// <param name="length">Number of points n.</param>
    /// <param name="count">Number of neighbours.</param>
    /// <param name="place">Where to fit, from the first neighbour: −1 to <paramref name="count"/>.</param>
    private double[] Weights(int length, int count, int place)
    {
        var key = (length, count, place);
        if (key == _latestKey)
        {
            return _latest;
        }

        if ((length, count) != (_latestKey.Length, _latestKey.Count))
        {
            _kept = count <= WidestKept ? new double[count + 2][] : [];
        }

        _latestKey = key;
        _latest = _kept.Length > 0 ? _kept[place + 1] ??= Compute(length, count, place) : Compute(length, count, place);
        return _latest;
    }

    private double[] Compute(int length, int count, int place)
    {
        double reach = Math.Max(place, count - 1 - place);
        if (_window > length)
        {
            reach += (_window - length) / 2;
        }

        double[] weights = new double[count];
        for (int j = 0; j < count; j++)
        {
            weights[j] = Kernel(Math.Abs(j - place), reach);
        }

        double sum = TensorPrimitives.Sum<double>(weights);
        if (!(sum > 0.0))
        {
            return [];
        }

        TensorPrimitives.Divide(weights, sum, weights);
        if (_degree > 0 && reach > 0.0)
        {
            Tilt(weights, place, LeastSpread * (length - 1.0));
        }

        return weights;
    }

    private void Evaluate(ReadOnlySpan<double> y, int i, Span<double> smooth)
    {
        _budget.ThrowIfCancelled();
        int n = y.Length;
        int left = 1;
        int right = n;
        if (_window < n)
        {
            left = Math.Clamp(i - (_window + 1) / 2 + 1, 1, n - _window + 1);
            right = left + _window - 1;
        }

        smooth[i - 1] = FitAt(y, i, left, right) ?? y[i - 1];
    }

    private static void Interpolate(Span<double> smooth, int from, int to)
    {
        double slope = to > from ? (smooth[to - 1] - smooth[from - 1]) / (to - from) : 0.0;
        for (int j = from + 1; j < to; j++)
        {
            smooth[j - 1] = smooth[from - 1] + slope * (j - from);
        }
    }

    /// <summary>Makes the weights of a mean those of a line, where the neighbours are spread enough for one.</summary>
    private static void Tilt(double[] weights, int place, double leastDeviation)
    {
        double centre = 0.0;
        for (int j = 0; j < weights.Length; j++)
        {
            centre += weights[j] * j;
        }

        double spread = 0.0;
        for (int j = 0; j < weights.Length; j++)
        {
            spread += weights[j] * (j - centre) * (j - centre);
        }

        if (Math.Sqrt(spread) > leastDeviation)
        {
            double slope = (place - centre) / spread;
            for (int j = 0; j < weights.Length; j++)
            {
                weights[j] *= slope * (j - centre) + 1.0;
            }
        }
    }

    /// <summary>Tricube weights, 1 at the very middle and 0 at the very edge.</summary>
    private static double Kernel(double distance, double reach)
    {
        if (distance <= KernelCore * reach)
        {
            return 1.0;
        }

        if (distance > KernelEdge * reach)
        {
            return 0.0;
        }

        double r = distance / reach;
        double inner = 1.0 - r * r * r;
        return inner * inner * inner;
    }
}
