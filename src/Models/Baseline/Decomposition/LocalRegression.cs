using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Decomposition;

/// <summary>
/// Local regression with tricube weights on equally spaced points. Source: Cleveland, Cleveland, McRae, Terpenning,
/// STL: a seasonal-trend decomposition procedure based on loess, Journal of Official Statistics 6 (1990), §2.1.
/// </summary>
internal sealed class LocalRegression
{
    private const double KernelEdge = 0.999;
    private const double KernelCore = 0.001;
    private const double LeastSpread = 0.001;

    private readonly int _window;
    private readonly int _degree;
    private readonly int _jump;
    private readonly FitBudget _budget;
    private double[] _weights = [];

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
    public double? FitAt(ReadOnlySpan<double> y, double position, int left, int right)
    {
        double reach = Math.Max(position - left, right - position);
        if (_window > y.Length)
        {
            reach += (_window - y.Length) / 2;
        }

        if (_weights.Length < y.Length + 1)
        {
            _weights = new double[y.Length + 1];
        }

        double sum = 0.0;
        for (int j = left; j <= right; j++)
        {
            double distance = Math.Abs(j - position);
            double weight = Kernel(distance, reach);
            _weights[j] = weight;
            sum += weight;
        }

        if (!(sum > 0.0))
        {
            return null;
        }

        return _degree > 0 && reach > 0.0
            ? LocalLine(y, position, left, right, sum)
            : LocalMean(y, left, right, sum);
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

    private double LocalMean(ReadOnlySpan<double> y, int left, int right, double sum)
    {
        double mean = 0.0;
        for (int j = left; j <= right; j++)
        {
            mean += _weights[j] * y[j - 1];
        }

        return mean / sum;
    }

    private double LocalLine(ReadOnlySpan<double> y, double position, int left, int right, double sum)
    {
        double centre = 0.0;
        for (int j = left; j <= right; j++)
        {
            centre += _weights[j] / sum * j;
        }

        double offset = position - centre;
        double spread = 0.0;
        for (int j = left; j <= right; j++)
        {
            spread += _weights[j] / sum * (j - centre) * (j - centre);
        }

        bool hasSlope = Math.Sqrt(spread) > LeastSpread * (y.Length - 1.0);
        double fit = 0.0;
        for (int j = left; j <= right; j++)
        {
            double weight = _weights[j] / sum;
            fit += (hasSlope ? weight * (offset / spread * (j - centre) + 1.0) : weight) * y[j - 1];
        }

        return fit;
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
