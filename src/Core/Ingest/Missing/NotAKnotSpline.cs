namespace Tollama.Core.Ingest.Missing;

/// <summary>
/// Interpolating cubic spline with not-a-knot ends: the third derivative is continuous at the second and at the last
/// but one knot. Source: C. de Boor, A Practical Guide to Splines, chapter IV. Needs at least four knots.
/// </summary>
internal sealed class NotAKnotSpline
{
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly double[] _slopes;

    /// <summary>The spline through points.</summary>
    /// <param name="x">Knots, strictly ascending, at least four.</param>
    /// <param name="y">Values at the knots.</param>
    public NotAKnotSpline(double[] x, double[] y)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(x.Length, 4);
        _x = x;
        _y = y;
        _slopes = Slopes(x, y);
    }

    /// <summary>Value at <paramref name="at"/>, which lies between the first and the last knot.</summary>
    public double Evaluate(double at)
    {
        int i = Math.Clamp(
            Array.BinarySearch(_x, at) is var found && found >= 0 ? found : ~found - 1,
            0,
            _x.Length - 2);
        double width = _x[i + 1] - _x[i];
        double t = (at - _x[i]) / width;
        double rise = (_y[i + 1] - _y[i]) / width;
        double a = _slopes[i] - rise;
        double b = rise - _slopes[i + 1];
        return ((1 - t) * _y[i]) + (t * _y[i + 1]) + (t * (1 - t) * width * ((a * (1 - t)) + (b * t)));
    }

    /// <summary>Slopes at the knots: a tridiagonal system whose first and last rows hold the end conditions.</summary>
    private static double[] Slopes(double[] x, double[] y)
    {
        int n = x.Length;
        var lower = new double[n];
        var diagonal = new double[n];
        var upper = new double[n];
        var right = new double[n];
        double Width(int i) => x[i + 1] - x[i];
        double Rise(int i) => (y[i + 1] - y[i]) / Width(i);
        for (int i = 1; i < n - 1; i++)
        {
            lower[i] = Width(i);
            diagonal[i] = 2 * (Width(i - 1) + Width(i));
            upper[i] = Width(i - 1);
            right[i] = 3 * ((Width(i) * Rise(i - 1)) + (Width(i - 1) * Rise(i)));
        }

        double first = x[2] - x[0];
        diagonal[0] = Width(1);
        upper[0] = first;
        right[0] = (((Width(0) + (2 * first)) * Width(1) * Rise(0)) + (Width(0) * Width(0) * Rise(1))) / first;
        double last = x[n - 1] - x[n - 3];
        diagonal[n - 1] = Width(n - 3);
        lower[n - 1] = last;
        right[n - 1] = ((Width(n - 2) * Width(n - 2) * Rise(n - 3))
            + (((2 * last) + Width(n - 2)) * Width(n - 3) * Rise(n - 2))) / last;
        return Solve(lower, diagonal, upper, right);
    }

    /// <summary>Thomas' algorithm; the system is diagonally dominant but for its ends.</summary>
    private static double[] Solve(double[] lower, double[] diagonal, double[] upper, double[] right)
    {
        int n = diagonal.Length;
        for (int i = 1; i < n; i++)
        {
            double factor = lower[i] / diagonal[i - 1];
            diagonal[i] -= factor * upper[i - 1];
            right[i] -= factor * right[i - 1];
        }

        right[n - 1] /= diagonal[n - 1];
        for (int i = n - 2; i >= 0; i--)
        {
            right[i] = (right[i] - (upper[i] * right[i + 1])) / diagonal[i];
        }

        return right;
    }
}
