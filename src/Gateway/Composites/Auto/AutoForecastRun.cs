using System.Globalization;
using System.Text.Json;
using Tollama.Core.Configuration;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Recommendation;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Forecasting;

namespace Tollama.Gateway.Composites.Auto;

/// <summary>
/// Forecasts with a model that the caller did not have to choose (contract/http-api §14.1): the one that was asked for,
/// else the one configured for the mode, else the best of those installed.
/// </summary>
internal sealed class AutoForecastRun(
    ModelDirectory models, ModelAttempt attempt, EnsembleRun ensemble, ConfigFile config, GatewayOptions options)
{
    /// <summary>Runs a request and returns what writes the answer.</summary>
    /// <exception cref="TollamaException">As <see cref="ForecastAsync"/>.</exception>
    public async Task<Action<Utf8JsonWriter>> RunAsync(
        AutoForecastBody body, Caller caller, CancellationToken cancellationToken)
    {
        var forecast = await ForecastAsync(body, caller, cancellationToken);
        return forecast.WriteTo;
    }

    /// <summary>Runs a request.</summary>
    /// <exception cref="TollamaException">
    /// ModelNotFound: no installed model can serve it; otherwise the fault of the last model that tried.
    /// </exception>
    public async Task<AutoForecast> ForecastAsync(
        AutoForecastBody body, Caller caller, CancellationToken cancellationToken)
    {
        var detours = new List<string>();
        var excluded = new HashSet<string>(StringComparer.Ordinal);
        var preferred = body.Model is null
            ? await TryRoutedAsync(body, caller, detours, excluded, cancellationToken)
            : await TryExplicitAsync(body, caller, detours, excluded, cancellationToken);
        if (preferred is not null)
        {
            return preferred;
        }

        var ranked = await RankAsync(body, excluded);
        return body.Strategy == "ensemble"
            ? await ensemble.RunAsync(body, ranked, detours, caller, cancellationToken)
            : await TryInOrderAsync(body, ranked, detours, caller, cancellationToken);
    }

    /// <summary>The installed models that can serve a request, best first.</summary>
    /// <param name="body">The request.</param>
    /// <param name="excluded">Models that shall not be taken.</param>
    /// <exception cref="TollamaException">ModelNotFound: there is none.</exception>
    public async Task<IReadOnlyList<RankedModel>> RankAsync(AutoForecastBody body, IReadOnlySet<string> excluded)
    {
        var installed = await models.InstalledEntriesAsync();
        var ranked = ModelRanking.Rank(
            installed.Where(entry => !excluded.Contains(entry.Name)), ForecastNeeds.Of(body.Request), body.Strategy);
        if (ranked.Count > 0)
        {
            return ranked;
        }

        throw new TollamaException(
            ErrorCode.ModelNotFound,
            installed.Count == 0
                ? "There is no installed model to choose from; pull one first."
                : $"None of the {installed.Count} installed models can serve this request (horizon, covariates, "
                    + "readiness); "
                    + "pull another, or ask for less.");
    }

    private async Task<AutoForecast?> TryExplicitAsync(
        AutoForecastBody body,
        Caller caller,
        List<string> detours,
        HashSet<string> excluded,
        CancellationToken cancellationToken)
    {
        string model = body.Model!; // the caller named one
        if (await models.TryFindAsync(model) is not { } found)
        {
            if (!body.AllowFallback)
            {
                throw await models.NotInstalledAsync(model);
            }

            detours.Add($"requested model '{model}' is not installed");
            return null;
        }

        var result = await attempt.RunAsync(body, model, caller, cancellationToken);
        if (!result.IsFailure)
        {
            return new AutoForecast(
                ModelSelection.OfOne(body.Strategy, model, found.Artifact.Family, $"model '{model}' was requested"),
                result.Response);
        }

        if (!body.AllowFallback)
        {
            throw result.Fault;
        }

        excluded.Add(found.Artifact.Name);
        detours.Add("requested " + result.Note);
        return null;
    }

    private async Task<AutoForecast?> TryRoutedAsync(
        AutoForecastBody body,
        Caller caller,
        List<string> detours,
        HashSet<string> excluded,
        CancellationToken cancellationToken)
    {
        if (RoutedModel(body.Mode) is not { } model)
        {
            return null;
        }

        if (await models.TryFindAsync(model) is not { } found)
        {
            detours.Add($"model '{model}', configured for mode {body.Mode}, is not installed");
            return null;
        }

        var result = await attempt.RunAsync(body, model, caller, cancellationToken);
        if (!result.IsFailure)
        {
            return new AutoForecast(
                ModelSelection.OfOne(
                    body.Strategy,
                    model,
                    found.Artifact.Family,
                    $"mode {body.Mode} is configured to use model '{model}'"),
                result.Response);
        }

        excluded.Add(found.Artifact.Name);
        detours.Add($"configured for mode {body.Mode}, {result.Note}");
        return null;
    }

    private string? RoutedModel(string mode)
    {
        var manifest = RoutingManifest.Find(options.Home, options.Environment);
        var routing = RoutingManifest.Merge((config.Read().Config ?? TollamaConfig.Default).Routing, manifest);
        return mode switch
        {
            "fast_path" => routing.FastPath,
            "high_accuracy" => routing.HighAccuracy,
            _ => routing.Default,
        };
    }

    private async Task<AutoForecast> TryInOrderAsync(
        AutoForecastBody body,
        IReadOnlyList<RankedModel> ranked,
        List<string> detours,
        Caller caller,
        CancellationToken cancellationToken)
    {
        var failures = new List<string>();
        AttemptResult? last = null;
        foreach (var candidate in ranked)
        {
            last = await attempt.RunAsync(body, candidate.Model, caller, cancellationToken);
            if (!last.IsFailure)
            {
                var selection = new ModelSelection
                {
                    Strategy = body.Strategy,
                    ChosenModel = candidate.Model,
                    SelectedModels = [candidate.Model],
                    Candidates = ranked,
                    Rationale = [.. detours, .. failures, Describe(body.Strategy, ranked.Count), .. candidate.Reasons],
                    FallbackUsed = detours.Count > 0 || failures.Count > 0,
                };
                return new AutoForecast(selection, WithWarnings(last.Response, failures));
            }

            failures.Add(last.Note!); // it failed
        }

        throw last!.Fault!; // at least one was ranked, and all failed
    }

    /// <summary>The line on how the models were ordered.</summary>
    public static string Describe(string strategy, int candidates) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"strategy {strategy} ordered {candidates} compatible {(candidates == 1 ? "model" : "models")}");

    private static ForecastResponse WithWarnings(ForecastResponse response, List<string> warnings) =>
        warnings.Count == 0
            ? response
            : response with
            {
                Warnings = [.. response.Warnings.Concat(warnings).Distinct(StringComparer.Ordinal)],
            };
}
