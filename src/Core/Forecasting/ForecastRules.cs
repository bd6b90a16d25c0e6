namespace Tollama.Core.Forecasting;

/// <summary>
/// Rules over a whole forecast request (contract/http-api §2.2), in the order in which they are asked, series by
/// series.
/// </summary>
public static class ForecastRules
{
    /// <summary>Numbers that one answer may hold: series × horizon × (mean + quantiles).</summary>
    public const long MaximumNumbers = 20_000_000;

    /// <summary>The first rule that a request breaks as one sentence, or null when all is well.</summary>
    /// <param name="series">The series, each valid in itself.</param>
    /// <param name="horizon">Steps to forecast.</param>
    /// <param name="quantileCount">Quantile levels requested.</param>
    /// <param name="metrics">Metrics requested; null for none.</param>
    public static string? FindProblem(
        IReadOnlyList<SeriesInput> series, int horizon, int quantileCount, MetricsParameters? metrics)
    {
        foreach (var item in series)
        {
            if ((FindCovariateProblem(item, horizon) ?? FindActualsProblem(item, horizon, metrics)) is { } problem)
            {
                return problem;
            }
        }

        long numbers = (long)series.Count * horizon * (1 + quantileCount);
        return numbers > MaximumNumbers
            ? $"the answer would hold {numbers} numbers ({series.Count} series, horizon {horizon}, {quantileCount} "
                + $"quantiles); the limit is {MaximumNumbers}: lower the horizon or send fewer series"
            : null;
    }

    private static string? FindActualsProblem(SeriesInput series, int horizon, MetricsParameters? metrics)
    {
        if (metrics is null)
        {
            return null;
        }

        if (series.Actuals is not { } actuals)
        {
            return $"metrics need actuals: series '{series.Id}' has none";
        }

        return actuals.Count == horizon
            ? null
            : $"series '{series.Id}' has {actuals.Count} actuals for a horizon of {horizon}; "
                + "both must have the same length";
    }

    private static string? FindCovariateProblem(SeriesInput series, int horizon)
    {
        foreach (var future in series.FutureCovariates)
        {
            if (future.Count != horizon)
            {
                return $"future covariate '{future.Name}' of series '{series.Id}' has {future.Count} values for a "
                    + $"horizon of {horizon}; both must have the same length";
            }
        }

        var past = series.PastCovariates.ToDictionary(item => item.Name, StringComparer.Ordinal);
        string? unmatched = series.FutureCovariates
            .Select(item => item.Name)
            .Where(name => !past.ContainsKey(name))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
        if (unmatched is not null)
        {
            return $"future covariate '{unmatched}' of series '{series.Id}' has no past values; "
                + "send it in past_covariates too";
        }

        var mismatch = series.FutureCovariates.FirstOrDefault(item => past[item.Name].IsNumeric != item.IsNumeric);
        return mismatch is null
            ? null
            : $"covariate '{mismatch.Name}' of series '{series.Id}' is numeric on one side and text on the other; "
                + "past and future values must be of one kind";
    }
}
