using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Recommendation;
using Tollama.Core.Wire;
using Tollama.Core.Wire.Requests;
using Tollama.Core.Wire.Responses;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Composites.Analyses;
using Tollama.Gateway.Composites.Auto;
using Tollama.Gateway.Composites.Compare;
using Tollama.Gateway.Composites.Pipelines;
using Tollama.Gateway.Composites.Synthesis;
using Tollama.Gateway.Composites.WhatIf;
using Tollama.Gateway.Forecasting;
using Tollama.Gateway.Routes;
using Tollama.Gateway.Streaming;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Agents;

/// <summary>Carries out what messages ask for, as the HTTP routes of the same purpose do.</summary>
internal sealed class AgentOperations(
    ForecastJobs jobs,
    ForecastPipeline pipeline,
    AutoForecastRun auto,
    AnalyzeRun analyze,
    CompareRun compare,
    WhatIfRun whatIf,
    PipelineRun pipelines,
    IGrainFactory grains)
{
    /// <summary>The answer, members that are null left out.</summary>
    /// <exception cref="Core.Errors.TollamaException">As the route of the operation.</exception>
    public async Task<JsonObject> RunAsync(AgentRequest request, Caller caller, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body = Encoding.UTF8.GetBytes(request.Payload.ToJsonString());
        using var memory = AnswerMemory.Hold();
        var write = request.Operation switch
        {
            "forecast" => await ForecastAsync(body, caller, cancellationToken),
            "auto_forecast" => await auto.RunAsync(ForecastBodies.ReadAutoForecast(body), caller, cancellationToken),
            "analyze" => await analyze.RunAsync(ForecastBodies.ReadAnalyze(body), caller, cancellationToken),
            "generate" => Generate(body),
            "compare" => await compare.RunAsync(ForecastBodies.ReadCompare(body), caller, cancellationToken),
            "what_if" => await whatIf.RunAsync(ForecastBodies.ReadWhatIf(body), caller, cancellationToken),
            "pipeline" => await pipelines.RunAsync(PipelineBodies.ReadPipeline(body), caller, cancellationToken),
            _ => await RecommendAsync(body),
        };
        var answer = JsonText.ToNode(write)!.AsObject(); // every operation answers with an object
        FreeFormJson.DropNulls(answer);
        return answer;
    }

    private async Task<Action<Utf8JsonWriter>> ForecastAsync(
        ReadOnlyMemory<byte> body,
        Caller caller,
        CancellationToken cancellationToken)
    {
        var job = await jobs.CreateAsync(
            ForecastBodies.ReadForecast(body, ForecastRoute.V1),
            caller,
            cancellationToken);
        var response = await pipeline.RunAsync(job, cancellationToken);
        return writer => ForecastResponseWriter.Write(writer, response, JsonLayout.Declared);
    }

    private static Action<Utf8JsonWriter> Generate(ReadOnlyMemory<byte> body)
    {
        var request = StructureBodies.ReadGenerate(body);
        return writer => GenerateRun.Write(writer, request);
    }

    private async Task<Action<Utf8JsonWriter>> RecommendAsync(ReadOnlyMemory<byte> body)
    {
        var query = RecommendBodies.Read(body);
        var registry = await grains.GetGrain<ICatalogGrain>(GrainKeys.Catalog).RegistryAsync();
        return writer =>
            JsonTree.Write(writer, ModelRecommendation.Find(registry, query).ToJson(), JsonLayout.Declared);
    }
}
