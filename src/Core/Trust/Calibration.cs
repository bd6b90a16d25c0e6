namespace Tollama.Core.Trust;

/// <summary>How well the scores of one agent have foretold outcomes.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Count">Outcomes recorded.</param>
/// <param name="MeanBias">Mean of predicted minus actual.</param>
/// <param name="Error">Expected calibration error over ten equal bins.</param>
/// <param name="Adjustments">
/// Factor on the weight of each component, 0.5 to 1.5; empty until there are enough outcomes.
/// </param>
public sealed record Calibration(
    string Agent, int Count, double MeanBias, double Error, IReadOnlyDictionary<string, double> Adjustments)
{
    /// <summary>Outcomes from which weights are adjusted.</summary>
    public const int EnoughOutcomes = 5;

    private const int Bins = 10;

    /// <summary>No outcome yet.</summary>
    public static Calibration None(string agent) => new(agent, 0, 0, 0, new Dictionary<string, double>());

    /// <summary>The calibration that outcomes of one agent show.</summary>
    public static Calibration Of(string agent, IReadOnlyList<TrustOutcome> outcomes) => outcomes.Count == 0
        ? None(agent)
        : new Calibration(
            agent,
            outcomes.Count,
            outcomes.Average(outcome => outcome.Predicted - outcome.Actual),
            ExpectedError(outcomes),
            outcomes.Count >= EnoughOutcomes ? Adjust(outcomes) : new Dictionary<string, double>());

    /// <summary>
    /// Expected calibration error: mean gap between predicted and actual per bin, by the bin's share (Naeini, Cooper
    /// and Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning", AAAI 2015).
    /// </summary>
    private static double ExpectedError(IReadOnlyList<TrustOutcome> outcomes) => outcomes
        .GroupBy(outcome => Math.Min((int)(outcome.Predicted * Bins), Bins - 1))
        .Sum(bin => (double)bin.Count() / outcomes.Count
            * Math.Abs(bin.Average(outcome => outcome.Predicted) - bin.Average(outcome => outcome.Actual)));

    /// <summary>
    /// A component whose score rises where outcomes are better than predicted deserves more weight: one plus the
    /// correlation of its score with the residual, within 0.5 and 1.5.
    /// </summary>
    private static Dictionary<string, double> Adjust(IReadOnlyList<TrustOutcome> outcomes)
    {
        double[] residuals = [.. outcomes.Select(outcome => outcome.Actual - outcome.Predicted)];
        return outcomes
            .SelectMany(outcome => outcome.Components.Keys)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToDictionary(
                name => name,
                name => Math.Clamp(1 + Correlate(
                    [.. outcomes.Select(outcome => outcome.Components.GetValueOrDefault(name))], residuals), 0.5, 1.5),
                StringComparer.Ordinal);
    }

    /// <summary>Pearson's correlation; 0 where either side does not vary.</summary>
    private static double Correlate(double[] x, double[] y)
    {
        double meanX = x.Average();
        double meanY = y.Average();
        double covariance = 0, varianceX = 0, varianceY = 0;
        for (int i = 0; i < x.Length; i++)
        {
            covariance += (x[i] - meanX) * (y[i] - meanY);
            varianceX += (x[i] - meanX) * (x[i] - meanX);
            varianceY += (y[i] - meanY) * (y[i] - meanY);
        }

        double scale = Math.Sqrt(varianceX * varianceY);
        return scale > 0 ? covariance / scale : 0;
    }
}
