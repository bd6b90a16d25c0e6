namespace Tollama.Models.Baseline.Optimisation;

/// <summary>Derivatives of a function that is not differentiated by hand.</summary>
internal static class CentralDifferences
{
    /// <summary>(f(x + h) − f(x − h)) / 2h in each direction.</summary>
    /// <param name="function">f; what it is given is valid during the call.</param>
    /// <param name="x">The point.</param>
    /// <param name="step">h.</param>
    /// <param name="gradient">Takes the derivatives; not finite where f is not beside x.</param>
    public static void Take(
        Func<double[], double> function, ReadOnlySpan<double> x, double step, Span<double> gradient)
    {
        double[] point = x.ToArray();
        for (int i = 0; i < point.Length; i++)
        {
            point[i] = x[i] + step;
            double above = function(point);
            point[i] = x[i] - step;
            gradient[i] = (above - function(point)) / (2.0 * step);
            point[i] = x[i];
        }
    }
}
