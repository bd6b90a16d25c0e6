using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;

namespace Tollama.Gateway.Profiles;

/// <summary>Gives covariates the names that a profile's <c>covariate_mappings</c> know them by.</summary>
internal static class CovariateRenaming
{
    /// <summary>The series with renamed covariates; what no mapping names keeps its name.</summary>
    /// <param name="series">The series.</param>
    /// <param name="mappings">Name for the model → name in the data, both texts.</param>
    /// <exception cref="TollamaException">InvalidRequest: two covariates would have one name.</exception>
    public static SeriesInput Rename(SeriesInput series, JsonObject mappings)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (target, source) in mappings)
        {
            if (!names.TryAdd(source!.GetValue<string>(), target)) // the schema takes texts only
            {
                throw new TollamaException(
                    ErrorCode.InvalidRequest,
                    $"The profile maps covariate '{source}' to two names, '{names[source.GetValue<string>()]}' and "
                        + $"'{target}'; keep one."
                );
            }
        }

        return series with
        {
            PastCovariates = Rename(series, series.PastCovariates, names),
            FutureCovariates = Rename(series, series.FutureCovariates, names),
            StaticCovariates = series.StaticCovariates.Count == 0
                ? series.StaticCovariates
                : Unique(series, series.StaticCovariates.Select(pair => (NameOf(pair.Key, names), pair.Value)))
                    .ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal),
        };
    }

    private static IReadOnlyList<Covariate> Rename(
        SeriesInput series, IReadOnlyList<Covariate> covariates, Dictionary<string, string> names) =>
        covariates.Count == 0
            ? covariates
            : Unique(series, covariates.Select(covariate => (NameOf(covariate.Name, names), covariate)))
                .Select(pair => pair.Value with { Name = pair.Name }).ToList();

    private static string NameOf(string name, Dictionary<string, string> names) => names.GetValueOrDefault(name, name);

    private static List<(string Name, TValue Value)> Unique<TValue>(
        SeriesInput series, IEnumerable<(string Name, TValue Value)> renamed)
    {
        var all = renamed.ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? twice = all.Select(pair => pair.Name).FirstOrDefault(name => !seen.Add(name));
        return twice is null
            ? all
            : throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"The profile's covariate_mappings give two covariates of series '{series.Id}' the name '{twice}'; "
                    + "rename one."
            );
    }
}
