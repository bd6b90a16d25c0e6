using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Wire;
using Tollama.Core.Wire.Requests;
using Tollama.Core.Wire.Responses;
using Tollama.Gateway.Admission;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Composites.Progressive;
using Tollama.Gateway.Events;
using Tollama.Gateway.Forecasting;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;

namespace Tollama.Gateway.Routes.Forecasts;

/// <summary>Forecasts as server-sent events (contract/http-api §18.5).</summary>
internal sealed class ForecastStreamRoutes(
    ForecastPipeline pipeline,
    ForecastJobs jobs,
    ProgressiveRun progressive,
    EventBus bus,
    TimeProvider time) : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "forecasts";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
    [
        new("POST", "/api/forecast/stream", StreamAsync)
        {
            Summary = "Forecasts with one model; the steps of the work come as events.",
            Request = "StreamedForecastRequest",
            Response = "ForecastEvent",
            ContentType = SseStream.ContentType,
            Errors = [404],
        },
        new("POST", "/api/forecast/progressive", ProgressAsync)
        {
            Summary = "Forecasts with the fastest model, then with the most accurate one.",
            Request = "AutoForecastRequest",
            Response = "ProgressiveEvent",
            ContentType = SseStream.ContentType,
            Errors = [404],
        },
    ];

    private async Task StreamAsync(HttpContext context) =>
        await BodyRun.RunSeveralAsync(
            context,
            bytes => ForecastBodies.ReadForecast(bytes, ForecastRoute.Api),
            async body =>
            {
                var job = await jobs.CreateAsync(body, context.Caller(), context.RequestAborted);
                var stream = new SseStream(context);
                await stream.StartAsync();
                await stream.WriteAsync(
                    "model_loading",
                    new JsonObject { ["model"] = job.Request.Model, ["status"] = "loading" });
                bus.Publish(
                    job.Caller.KeyId,
                    "forecast.stream",
                    () => new JsonObject { ["phase"] = "model_loading", ["model"] = job.Request.Model });
                await SendAsync(job, stream, context.RequestAborted);
                return true;
            });

    private async Task SendAsync(ForecastJob job, SseStream stream, CancellationToken cancellationToken)
    {
        ForecastResponse response;
        try
        {
            response = await stream.AwaitAsync(pipeline.RunAsync(job, cancellationToken), time, cancellationToken);
        }
        catch (TollamaException fault)
        {
            await stream.WriteAsync("error", Describe(fault));
            return;
        }

        await stream.WriteAsync("inference_started", Facts(job));
        for (int i = 0; i < response.Forecasts.Count; i++)
        {
            await stream.WriteAsync("series_complete", new JsonObject
            {
                ["series_id"] = response.Forecasts[i].Id,
                ["series_index"] = i,
                ["total_series"] = response.Forecasts.Count,
                ["mean_length"] = response.Forecasts[i].Mean.Count,
            });
        }

        await stream.WriteAsync("done", writer => WriteResponse(writer, response));
        ForecastMemory.Release(response.Forecasts);
        bus.Publish(job.Caller.KeyId, "forecast.stream.complete", () => Facts(job));
    }

    private async Task ProgressAsync(HttpContext context) => await BodyRun.RunSeveralAsync(
        context,
        ForecastBodies.ReadAutoForecast,
        async body =>
        {
            using var memory = AnswerMemory.Hold();
            var plan = await progressive.PlanAsync(body);
            var stream = new SseStream(context);
            await stream.StartAsync();
            await progressive.RunAsync(body, plan, context.Caller(), stream, context.RequestAborted);
            return true;
        });

    private static JsonObject Facts(ForecastJob job) => new()
    {
        ["model"] = job.Request.Model,
        ["series_count"] = job.Request.Series.Count,
        ["horizon"] = job.Request.Horizon,
    };

    private static void WriteResponse(Utf8JsonWriter writer, ForecastResponse response)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("response");
        ForecastResponseWriter.Write(writer, response, JsonLayout.Sorted);
        writer.WriteEndObject();
    }

    /// <summary>The status that a fault would have been answered with, had the answer not begun.</summary>
    private static JsonObject Describe(TollamaException fault) => new()
    {
        ["code"] = ErrorTable.Describe(fault.Code).HttpStatus,
        ["message"] = fault.Message,
    };
}
