using Microsoft.AspNetCore.Http;
using Tollama.Core.Forecasting;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Admission;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Forecasting;
using Tollama.Gateway.Routing;

namespace Tollama.Gateway.Routes.Forecasts;

/// <summary>Forecasts with one model.</summary>
internal sealed class ForecastRoutes(ForecastPipeline pipeline, ForecastJobs jobs) : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "forecasts";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
    [
        new("POST", "/v1/forecast", ForecastAsync)
        {
            Summary = "Forecasts with one model.",
            Request = "ForecastRequest",
            Response = "ForecastResponse",
            Errors = [404, 409, 429, 502, 503],
        },
        new("POST", "/api/forecast", StreamForecastAsync)
        {
            Summary = "Forecasts with one model; the answer comes as JSON lines unless stream is false.",
            Request = "StreamedForecastRequest",
            Response = "ForecastResponse",
            Line = "ForecastLine",
            Errors = [404, 409, 429, 502, 503],
        },
    ];

    private async Task ForecastAsync(HttpContext context)
    {
        var (_, response) = await RunAsync(context, ForecastRoute.V1);
        await ForecastOutput.SendAsync(context, response);
    }

    private async Task StreamForecastAsync(HttpContext context)
    {
        var (body, response) = await RunAsync(context, ForecastRoute.Api);
        await (
            body.Stream ? ForecastOutput.SendLinesAsync(context, response) : ForecastOutput.SendAsync(context, response)
        );
    }

    private Task<(ForecastBody Body, ForecastResponse Response)> RunAsync(HttpContext context, ForecastRoute route) =>
        BodyRun.RunAsync(context, bytes => ForecastBodies.ReadForecast(bytes, route), async body =>
        {
            var job = await jobs.CreateAsync(body, context.Caller(), context.RequestAborted);
            return (body, await pipeline.RunAsync(job, context.RequestAborted));
        });
}
