namespace Tollama.Models.Baseline.Methods;

/// <summary>What a model's fit is worth beside what its parameters cost.</summary>
internal static class InformationCriterion
{
    /// <summary>
    /// The corrected Akaike criterion L + 2k + 2k(k+1)/(n−k−1). A model that leaves no observation over (n−k−1 ≤ 0) is
    /// never chosen: +∞, where the formula would reward it. Source: Hurvich &amp; Tsai, Regression and time series
    /// model selection in small samples, Biometrika 76 (1989).
    /// </summary>
    /// <param name="deviance">L, minus twice the log-likelihood.</param>
    /// <param name="parameters">Number of estimated values k, the variance among them.</param>
    /// <param name="count">Number of observations n.</param>
    public static double Corrected(double deviance, double parameters, double count)
    {
        double left = count - parameters - 1.0;
        return left > 0.0
            ? deviance + 2.0 * parameters + 2.0 * parameters * (parameters + 1.0) / left
            : double.PositiveInfinity;
    }
}
