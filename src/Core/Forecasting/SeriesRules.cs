namespace Tollama.Core.Forecasting;

/// <summary>
/// Rules inside one series (contract/http-api §2.1). Each answer is one sentence, or null when all is well.
/// </summary>
public static class SeriesRules
{
    /// <summary>The first rule that a series breaks.</summary>
    public static string? FindProblem(SeriesInput series)
    {
        if (series.Timestamps.Count != series.Target.Count)
        {
            return $"series '{series.Id}' has {series.Timestamps.Count} timestamps and {series.Target.Count} target "
                + "values; both must have the same length";
        }

        foreach (var covariate in series.PastCovariates)
        {
            if (covariate.Count != series.Target.Count)
            {
                return $"past covariate '{covariate.Name}' of series '{series.Id}' has {covariate.Count} values for "
                    + $"{series.Target.Count} observations; both must have the same length";
            }
        }

        return null;
    }
}
