using Tollama.Core.Forecasting;

namespace Tollama.Models.Serving;

/// <summary>
/// Which covariates the series of a request name. Families that build one table for all series give each of them the
/// columns of all the others; where all name the same, a series has the same table alone.
/// </summary>
internal static class CovariateNames
{
    /// <summary>Whether all series have the same covariates, in the same order and of the same kinds.</summary>
    public static bool AreEqual(ForecastRequest request)
    {
        var first = request.Series[0];
        return request.Series.All(series =>
            Describe(series.PastCovariates).SequenceEqual(Describe(first.PastCovariates))
            && Describe(series.FutureCovariates).SequenceEqual(Describe(first.FutureCovariates)));
    }

    /// <summary>Whether no series has any.</summary>
    public static bool AreNone(ForecastRequest request) => request.Series.All(series =>
        series.PastCovariates.Count == 0 && series.FutureCovariates.Count == 0 && series.StaticCovariates.Count == 0);

    private static IEnumerable<(string Name, bool IsNumeric)> Describe(IReadOnlyList<Covariate> covariates) =>
        covariates.Select(covariate => (covariate.Name, covariate.IsNumeric));
}
