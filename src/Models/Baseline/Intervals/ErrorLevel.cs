namespace Tollama.Models.Baseline.Intervals;

/// <summary>
/// Errors grow with many series: an error of an origin at level L_o is worth (L/L_o)^b of itself at the present level
/// L. The power b, between 0 and 1, is that of a regression of log sizes on log levels, with a prior of one half.
/// </summary>
internal static class ErrorLevel
{
    private const double PriorPower = 0.5;
    private const double PriorVariance = 0.02;

    /// <summary>Takes the errors of every origin to the present level, in place; nothing where a level is 0.</summary>
    /// <param name="origins">Origins.</param>
    /// <param name="sizes">Usual size a_k of the errors of each step, <c>(h)</c>.</param>
    /// <param name="level">The present level.</param>
    public static void ToPresent(IReadOnlyList<PastErrors> origins, double[] sizes, double level)
    {
        if (!(level > 0.0) || origins.Any(o => !(o.Level > 0.0)))
        {
            return;
        }

        double power = Power(origins, sizes);
        foreach (var origin in origins)
        {
            origin.Rescale(Math.Pow(level / origin.Level, power));
        }
    }

    /// <summary>b of size ∝ level^b: least squares of logs, with a prior worth a little variance.</summary>
    private static double Power(IReadOnlyList<PastErrors> origins, double[] sizes)
    {
        var points = origins
            .Select(o => (X: Math.Log(o.Level), Y: Math.Log(ErrorSizes.RelativeSize(o, sizes))))
            .Where(point => double.IsFinite(point.Y))
            .ToList();
        if (points.Count == 0)
        {
            return 0.0;
        }

        double meanX = points.Average(point => point.X);
        double meanY = points.Average(point => point.Y);
        double variance = points.Average(point => (point.X - meanX) * (point.X - meanX));
        double covariance = points.Average(point => (point.X - meanX) * (point.Y - meanY));
        return Math.Clamp((covariance + PriorPower * PriorVariance) / (variance + PriorVariance), 0.0, 1.0);
    }
}
