using System.Text.Json;
using Tollama.Core.Errors;
using Tollama.Core.Recommendation;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Composites.Analyses;
using Tollama.Gateway.Composites.Auto;
using Tollama.Gateway.Routes;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Composites.Pipelines;

/// <summary>
/// Analyses series, recommends models, registers the preferred one, and forecasts (contract/http-api §18.8).
/// </summary>
internal sealed class PipelineRun(AnalyzeRun analyze, AutoForecastRun auto, IGrainFactory grains)
{
    private ICatalogGrain Catalog => grains.GetGrain<ICatalogGrain>(GrainKeys.Catalog);

    /// <summary>Runs a pipeline and returns what writes the answer.</summary>
    /// <exception cref="TollamaException">The forecast's fault.</exception>
    public async Task<Action<Utf8JsonWriter>> RunAsync(
        PipelineBody body,
        Caller caller,
        CancellationToken cancellationToken)
    {
        var result = await ExecuteAsync(body, caller, cancellationToken);
        return result.WritePipeline;
    }

    /// <summary>Runs a pipeline and returns what writes it as a report.</summary>
    /// <exception cref="TollamaException">The forecast's fault.</exception>
    public async Task<Action<Utf8JsonWriter>> ReportAsync(
        PipelineBody body,
        Caller caller,
        CancellationToken cancellationToken)
    {
        var result = await ExecuteAsync(body, caller, cancellationToken);
        return writer => result.WriteReport(writer, body.IncludeBaseline);
    }

    private async Task<PipelineResult> ExecuteAsync(
        PipelineBody body,
        Caller caller,
        CancellationToken cancellationToken)
    {
        var request = body.Forecast.Request;
        var analysis = await analyze.AnalyzeAsync(
            new AnalyzeBody(request.Series, body.AnalyzeParameters, body.Forecast.ResponseOptions),
            caller,
            cancellationToken);
        var needs = ForecastNeeds.Of(request) with { Freq = analysis.Results[0].DetectedFrequency };
        var recommendation = ModelRecommendation.Find(
            await Catalog.RegistryAsync(),
            new RecommendationQuery(needs, body.AllowRestrictedLicence, body.RecommendTopK));
        var warnings = new List<string>();
        string? preferred =
            body.Forecast.Model ?? recommendation.Recommended.Select(model => model.Entry.Name).FirstOrDefault();
        string? pulled =
            body.PullIfMissing && preferred is not null
                ? await RegisterAsync(preferred, body.AcceptLicence, warnings)
                : null;
        return new PipelineResult
        {
            Analysis = analysis,
            Recommendation = recommendation,
            PulledModel = pulled,
            Forecast = await auto.ForecastAsync(body.Forecast, caller, cancellationToken),
            Warnings = warnings,
            WithNarrative = body.Forecast.ResponseOptions.Narrative,
        };
    }

    /// <summary>
    /// Registers a model that is neither installed nor built in, without its weights; returns its name if it was. A
    /// refusal is a warning: another model may serve.
    /// </summary>
    private async Task<string?> RegisterAsync(string model, bool acceptLicence, List<string> warnings)
    {
        try
        {
            bool isThere =
                await Catalog.FindAsync(model) is not null
                || await Catalog.FindEntryAsync(model) is { IsBuiltIn: true };
            return isThere ? null : (await Catalog.RegisterAsync(model, acceptLicence)).Name;
        }
        catch (TollamaException fault)
        {
            warnings.Add($"model '{model}' could not be registered: {fault.Message}");
            return null;
        }
    }
}
