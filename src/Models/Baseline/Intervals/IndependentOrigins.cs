namespace Tollama.Models.Baseline.Intervals;

/// <summary>
/// How many independent forecasts the past errors are worth: origins less than half a horizon apart tell the same
/// twice, and old ones count by their weights. Source: Kish, Survey Sampling (1965), §11.7.
/// </summary>
internal static class IndependentOrigins
{
    private const double PerHorizon = 2.0;
    private const double Fewest = 1.5;

    /// <summary>The number, at least 1.5.</summary>
    /// <param name="origins">Origins, oldest first.</param>
    /// <param name="first">The first of them that counts.</param>
    /// <param name="horizon">Steps of a forecast.</param>
    /// <param name="count">Observations of the history.</param>
    public static double Count(IReadOnlyList<PastErrors> origins, int first, int horizon, int count)
    {
        double sum = 0.0;
        double squares = 0.0;
        for (int i = first; i < origins.Count; i++)
        {
            sum += origins[i].Weight;
            squares += origins[i].Weight * origins[i].Weight;
        }

        int number = origins.Count - first;
        double horizons = (count - origins[first].Start) / (double)horizon;
        return Math.Max(Fewest, Math.Min(PerHorizon * horizons, number) * sum * sum / (number * squares));
    }
}
