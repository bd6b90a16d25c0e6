using System.Globalization;
using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Forecasting;
using Tollama.Gateway.Routes;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Forecasting.DryRuns;

/// <summary>
/// What a caller could send instead: another horizon, history or mode, or another model (contract/http-api §18.13).
/// </summary>
internal sealed class DryRunAdvice(IGrainFactory grains)
{
    private const string BestEffort =
        "Set parameters.covariates_mode to 'best_effort' to drop covariates that the model cannot use.";

    /// <summary>Advice on a request that would be refused.</summary>
    /// <param name="request">The request.</param>
    /// <param name="capabilities">What its model can use.</param>
    /// <param name="lacksSupport">Whether it is refused for a covariate that the model cannot use.</param>
    public async Task<IReadOnlyList<string>> OnRefusalAsync(
        ForecastRequest request, ModelCapabilities capabilities, bool lacksSupport)
    {
        var future = FutureNeeds(request);
        var suggestions = new List<string>();
        if (!lacksSupport && IsMet(future, capabilities))
        {
            return suggestions;
        }

        if (request.Parameters.IsStrict)
        {
            suggestions.Add(BestEffort);
        }

        await AddAlternativeAsync(suggestions, request.Model, future, horizon: null, context: null);
        return suggestions;
    }

    /// <summary>Advice on a request that would run, though not as its sender may expect.</summary>
    /// <param name="request">The request.</param>
    /// <param name="known">Its model; null when it is not installed.</param>
    public async Task<IReadOnlyList<string>> OnSuccessAsync(ForecastRequest request, KnownModel? known)
    {
        var suggestions = new List<string>();
        if (known is null)
        {
            suggestions.Add($"Install the model: tollama pull {request.Model}");
        }

        var limits = ModelLimits.Of(known?.Artifact.Metadata ?? await RegisteredMetadataAsync(request.Model));
        int? horizon = request.Horizon > limits.Horizon ? request.Horizon : null;
        if (horizon is not null)
        {
            suggestions.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Lower the horizon: {horizon} exceeds {limits.Horizon}, the limit of model '{request.Model}'."));
        }

        int longest = request.Series.Max(series => series.Target.Count);
        int? context = longest > limits.Context ? longest : null;
        if (context is not null)
        {
            suggestions.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Shorten the history: {context} points exceed {limits.Context}, the context of model "
                        + $"'{request.Model}'."
                ));
        }

        var future = FutureNeeds(request);
        bool fitsFuture = IsMet(future, known?.Artifact.Capabilities ?? ModelCapabilities.None);
        if (!fitsFuture)
        {
            suggestions.Add($"Model '{request.Model}' cannot use these future_covariates; they are left out.");
        }

        if (horizon is not null || context is not null || !fitsFuture)
        {
            await AddAlternativeAsync(suggestions, request.Model, future, horizon, context);
        }

        return suggestions;
    }

    private static (bool Numeric, bool Categorical) FutureNeeds(ForecastRequest request)
    {
        var covariates = request.Series.SelectMany(series => series.FutureCovariates).ToArray();
        return (covariates.Any(covariate => covariate.IsNumeric), covariates.Any(covariate => !covariate.IsNumeric));
    }

    private static bool IsMet((bool Numeric, bool Categorical) needs, ModelCapabilities capabilities) =>
        (!needs.Numeric || capabilities.FutureCovariatesNumeric)
        && (!needs.Categorical || capabilities.FutureCovariatesCategorical);

    private async Task<JsonObject?> RegisteredMetadataAsync(string model)
    {
        var registry = await grains.GetGrain<ICatalogGrain>(GrainKeys.Catalog).RegistryAsync();
        return registry.FirstOrDefault(entry => entry.Name == model)?.Metadata;
    }

    /// <summary>Names the first model of the registry that meets the needs, installed ones first.</summary>
    private async Task AddAlternativeAsync(
        List<string> suggestions, string model, (bool Numeric, bool Categorical) future, int? horizon, int? context)
    {
        var catalog = grains.GetGrain<ICatalogGrain>(GrainKeys.Catalog);
        var installed = (await catalog.InstalledAsync())
            .Select(manifest => manifest.Name)
            .ToHashSet(StringComparer.Ordinal);
        var fitting = (await catalog.RegistryAsync())
            .Where(entry => !entry.IsBuiltIn && entry.Name != model && ModelDirectory.IsForecastReady(entry.Metadata))
            .Where(entry => IsMet(future, entry.Capabilities ?? ModelCapabilities.None))
            .Where(entry =>
                !(ModelLimits.Of(entry.Metadata).Horizon < horizon || ModelLimits.Of(entry.Metadata).Context < context))
            .OrderByDescending(entry => installed.Contains(entry.Name))
            .FirstOrDefault();
        if (fitting is not null)
        {
            suggestions.Add($"Use model '{fitting.Name}', which fits this request.");
        }
    }
}
