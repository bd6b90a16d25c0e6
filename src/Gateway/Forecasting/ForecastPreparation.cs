using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;
using Tollama.Core.Inference;

namespace Tollama.Gateway.Forecasting;

/// <summary>Settles what a model needs settled before it is called (contract/http-api §4.1 steps 3 and 4). Pure.</summary>
internal static class ForecastPreparation
{
    /// <summary>Resolves frequencies and fits the covariates to the model.</summary>
    /// <exception cref="TollamaException">InvalidRequest: no frequency fits, or strict mode and a covariate is not supported.</exception>
    public static PreparedForecast Prepare(ForecastJob job, ModelArtifact artifact)
    {
        var warnings = new List<string>();
        var request = job.Request with { Series = ResolveFrequencies(job.Request.Series, warnings) };
        // The warnings name family and model; a model pulled by reference is known by its implementation.
        string family = artifact.Implementation is { } code ? $"{artifact.Family}, {code}" : artifact.Family;
        request = CovariateRules.Apply(request, family, artifact.Capabilities, warnings);
        return new PreparedForecast(request, warnings);
    }

    /// <summary>The series with definite frequencies; the same list when all have one.</summary>
    public static IReadOnlyList<SeriesInput> ResolveFrequencies(IReadOnlyList<SeriesInput> series, ICollection<string> warnings)
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
