using Tollama.Core.Catalog;
using Tollama.Core.Errors;

namespace Tollama.Core.Forecasting;

/// <summary>Fits a request's covariates to what a model can use (contract/http-api §7).</summary>
public static class CovariateRules
{
    /// <summary>
    /// The request with covariates ordered by name and without those that the model cannot use. In strict mode nothing
    /// is dropped: every such covariate of every series goes into one error.
    /// </summary>
    /// <param name="request">A valid request.</param>
    /// <param name="family">Family of the model, for the texts.</param>
    /// <param name="capabilities">What the model can use.</param>
    /// <param name="warnings">Receives one text per dropped covariate.</param>
    /// <exception cref="TollamaException">InvalidRequest: strict mode, and something is not supported.</exception>
    public static ForecastRequest Apply(
        ForecastRequest request, string family, ModelCapabilities capabilities, ICollection<string> warnings)
    {
        var issues = new List<string>();
        var filtered = new SeriesInput[request.Series.Count];
        for (int i = 0; i < filtered.Length; i++)
        {
            filtered[i] = Filter(Normalise(request.Series[i]), request.Model, family, capabilities, issues);
        }

        if (request.Parameters.IsStrict && issues.Count > 0)
        {
            throw new TollamaException(ErrorCode.InvalidRequest, string.Join("; ", issues));
        }

        foreach (string issue in issues.Distinct(StringComparer.Ordinal))
        {
            warnings.Add(issue + "; it was left out");
        }

        return request with { Series = filtered };
    }

    private static SeriesInput Normalise(SeriesInput series)
    {
        if (series.PastCovariates.Count == 0)
        {
            return series.FutureCovariates.Count == 0 ? series : series with { FutureCovariates = [] };
        }

        var past = series.PastCovariates.OrderBy(item => item.Name, StringComparer.Ordinal).ToArray();
        var future = series.FutureCovariates
            .Where(item => past.Any(other => other.Name == item.Name))
            .OrderBy(item => item.Name, StringComparer.Ordinal)
            .ToArray();
        return series with { PastCovariates = past, FutureCovariates = future };
    }

    private static SeriesInput Filter(
        SeriesInput series, string model, string family, ModelCapabilities capabilities, List<string> issues)
    {
        if (series.PastCovariates.Count == 0 && series.StaticCovariates.Count == 0)
        {
            return series;
        }

        var known = series.FutureCovariates.Select(item => item.Name).ToHashSet(StringComparer.Ordinal);
        var dropped = new HashSet<string>(StringComparer.Ordinal);
        Drop("past-only", isNumeric: true, capabilities.PastCovariatesNumeric, isKnown: false);
        Drop("past-only", isNumeric: false, capabilities.PastCovariatesCategorical, isKnown: false);
        Drop("known-future", isNumeric: true, capabilities.FutureCovariatesNumeric, isKnown: true);
        Drop("known-future", isNumeric: false, capabilities.FutureCovariatesCategorical, isKnown: true);
        bool dropsStatic = series.StaticCovariates.Count > 0 && !capabilities.StaticCovariates;
        if (dropsStatic)
        {
            string names = string.Join(
                ", ",
                series.StaticCovariates.Keys.Order(StringComparer.Ordinal).Select(name => $"'{name}'"));
            issues.Add(
                $"model '{model}' (family {family}) cannot use static covariates: {names} of series '{series.Id}'");
        }

        return dropped.Count == 0 && !dropsStatic
            ? series
            : series with
            {
                PastCovariates = [.. series.PastCovariates.Where(item => !dropped.Contains(item.Name))],
                FutureCovariates = [.. series.FutureCovariates.Where(item => !dropped.Contains(item.Name))],
                StaticCovariates = dropsStatic ? SeriesInput.NoStatic : series.StaticCovariates,
            };

        void Drop(string role, bool isNumeric, bool isSupported, bool isKnown)
        {
            if (isSupported)
            {
                return;
            }

            foreach (var item in series.PastCovariates)
            {
                if (item.IsNumeric == isNumeric && known.Contains(item.Name) == isKnown)
                {
                    dropped.Add(item.Name);
                    issues.Add(
                        $"model '{model}' (family {family}) cannot use {role} "
                            + $"{(isNumeric ? "numeric" : "categorical")} "
                            + $"covariates: '{item.Name}' of series '{series.Id}'");
                }
            }
        }
    }
}
