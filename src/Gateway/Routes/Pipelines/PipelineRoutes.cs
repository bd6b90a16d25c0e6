using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Admission;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Composites.Pipelines;
using Tollama.Gateway.Forecasting;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;

namespace Tollama.Gateway.Routes.Pipelines;

/// <summary>From series to forecast in one request (contract/http-api §18.8).</summary>
internal sealed class PipelineRoutes(PipelineRun pipeline) : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "composites";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
    [
        new("POST", "/api/pipeline", context => AnswerAsync(context, PipelineBodies.ReadPipeline, pipeline.RunAsync))
        {
            Summary = "Analyses, recommends, registers the preferred model (without weights) and forecasts.",
            Request = "PipelineRequest",
            Response = "PipelineResponse",
            Errors = [404, 409, 429, 502, 503],
        },
        new("POST", "/api/report", context => AnswerAsync(context, PipelineBodies.ReadReport, pipeline.ReportAsync))
        {
            Summary = "The same as a report with baseline and metrics.",
            Request = "ReportRequest",
            Response = "ReportResponse",
            Errors = [404, 409, 429, 502, 503],
        },
    ];

    private static async Task AnswerAsync(
        HttpContext context,
        Func<ReadOnlyMemory<byte>, PipelineBody> read,
        Func<PipelineBody, Caller, CancellationToken, Task<Action<Utf8JsonWriter>>> run)
    {
        using var memory = AnswerMemory.Hold();
        var write = await BodyRun.RunSeveralAsync(
            context,
            read,
            body => run(body, context.Caller(), context.RequestAborted));
        await JsonAnswer.SendAsync(context, write);
    }
}
