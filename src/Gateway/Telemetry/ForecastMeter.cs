using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Tollama.Gateway.Telemetry;

/// <summary>Counts and times requests to the forecast routes, refused ones too (contract/http-api §17).</summary>
internal sealed class ForecastMeter(RequestDelegate next, GatewayMetrics metrics, TimeProvider time)
{
    private static readonly FrozenDictionary<string, string> Endpoints = new Dictionary<string, string>
    {
        ["/api/forecast"] = "api_forecast",
        ["/v1/forecast"] = "v1_forecast",
        ["/api/auto-forecast"] = "api_auto_forecast",
        ["/api/compare"] = "api_compare",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Measures a request.</summary>
    public Task InvokeAsync(HttpContext context) =>
        Endpoints.TryGetValue(context.Request.Path.Value ?? string.Empty, out string? endpoint)
            ? MeasureAsync(context, endpoint)
            : next(context);

    private async Task MeasureAsync(HttpContext context, string endpoint)
    {
        long started = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            metrics.CountRequest(endpoint, context.Response.StatusCode, time.GetElapsedTime(started));
        }
    }
}
