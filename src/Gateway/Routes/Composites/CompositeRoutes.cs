using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Admission;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Composites.Analyses;
using Tollama.Gateway.Composites.Auto;
using Tollama.Gateway.Composites.Compare;
using Tollama.Gateway.Composites.WhatIf;
using Tollama.Gateway.Forecasting;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;

namespace Tollama.Gateway.Routes.Composites;

/// <summary>Several forecasts in one request.</summary>
internal sealed class CompositeRoutes(AnalyzeRun analyze, AutoForecastRun auto, CompareRun compare, WhatIfRun whatIf)
    : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "composites";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
        [
            new("POST", "/api/analyze", context => AnswerAsync(context, ForecastBodies.ReadAnalyze, analyze.RunAsync))
            {
                Summary = "Diagnostics of series without a model.",
                Request = "AnalyzeRequest",
                Response = "AnalyzeResponse",
            },
            new(
                "POST",
                "/api/auto-forecast",
                context => AnswerAsync(context, ForecastBodies.ReadAutoForecast, auto.RunAsync))
            {
                Summary = "Chooses an installed model, or several, and forecasts.",
                Request = "AutoForecastRequest",
                Response = "AutoForecastResponse",
                Errors = [404, 409, 429, 502, 503],
            },
            new("POST", "/api/compare", context => AnswerAsync(context, ForecastBodies.ReadCompare, compare.RunAsync))
            {
                Summary = "Forecasts with several models.",
                Request = "CompareRequest",
                Response = "CompareResponse",
            },
            new("POST", "/api/what-if", context => AnswerAsync(context, ForecastBodies.ReadWhatIf, whatIf.RunAsync))
            {
                Summary = "A baseline forecast and what scenarios change in it.",
                Request = "WhatIfRequest",
                Response = "WhatIfResponse",
                Errors = [404, 409, 429, 502, 503],
            },
        ];

    /// <summary>Reads a body, runs it, and sends what the run wrote.</summary>
    private static async Task AnswerAsync<TBody>(
        HttpContext context,
        Func<ReadOnlyMemory<byte>, TBody> read,
        Func<TBody, Caller, CancellationToken, Task<Action<Utf8JsonWriter>>> run)
    {
        using var memory = AnswerMemory.Hold();
        var write = await BodyRun.RunSeveralAsync(
            context,
            read,
            body => run(body, context.Caller(), context.RequestAborted));
        await JsonAnswer.SendAsync(context, write);
    }
}
