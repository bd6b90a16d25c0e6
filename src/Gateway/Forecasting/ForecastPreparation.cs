using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;
using Tollama.Core.Inference;

namespace Tollama.Gateway.Forecasting;

/// <summary>
/// Settles what a model needs settled before it is called (contract/http-api §4.1 steps 3 and 4). Pure.
/// </summary>
internal static class ForecastPreparation
{
    /// <summary>Resolves frequencies and fits the covariates to the model.</summary>
    /// <exception cref="TollamaException">
    /// InvalidRequest: no frequency fits, or strict mode and a covariate is not supported.
    /// </exception>
    public static PreparedForecast Prepare(ForecastJob job, ModelArtifact artifact)
    {
        var warnings = new List<string>();
        var request = job.Request with { Series = ResolveFrequencies(job.Request.Series, warnings) };
        request = CovariateRules.Apply(request, FamilyText(artifact), artifact.Capabilities, warnings);
        if (job.Table is not null)
        {
            request = TakeWhatFits(request, artifact, warnings);
            warnings.AddRange(job.Table.Warnings());
        }

        return new PreparedForecast(request, warnings);
    }

    /// <summary>A table may hold more series than a model takes at once: the first ones are forecast.</summary>
    private static ForecastRequest TakeWhatFits(ForecastRequest request, ModelArtifact artifact, List<string> warnings)
    {
        if (ModelLimits.Of(artifact.Metadata).Series is not { } limit || limit >= request.Series.Count)
        {
            return request;
        }

        string dropped = string.Join(", ", request.Series.Skip(limit).Take(10).Select(series => $"'{series.Id}'"));
        warnings.Add(
            $"model '{request.Model}' takes {limit} series at a time; {request.Series.Count - limit} of the table's "
                + $"{request.Series.Count} were left out: "
                + $"{dropped}{(request.Series.Count - limit > 10 ? ", …" : string.Empty)}"
        );
        return request with { Series = [.. request.Series.Take(limit)] };
    }

    /// <summary>
    /// The family as warnings name it. A model pulled by reference is known by its implementation, and by the
    /// registry's model that shares it.
    /// </summary>
    private static string FamilyText(ModelArtifact artifact)
    {
        if (artifact.Implementation is not { } code)
        {
            return artifact.Family;
        }

        var known = ModelRegistry.BuiltIn.FirstOrDefault(entry =>
            entry.Metadata?["implementation"] is JsonValue value && value.TryGetValue(out string? text) && text == code
        );
        return known is null || known.Name == artifact.Name
            ? $"{artifact.Family}, {code}"
            : $"{artifact.Family}, {code} as '{known.Name}'";
    }

    /// <summary>The series with definite frequencies; the same list when all have one.</summary>
    public static IReadOnlyList<SeriesInput> ResolveFrequencies(
        IReadOnlyList<SeriesInput> series,
        ICollection<string> warnings)
    {
        SeriesInput[]? resolved = null;
        for (int i = 0; i < series.Count; i++)
        {
            var one = FrequencyResolution.Resolve(series[i], warnings);
            if (!ReferenceEquals(one, series[i]))
            {
                resolved ??= [.. series];
                resolved[i] = one;
            }
        }

        return resolved ?? series;
    }
}
