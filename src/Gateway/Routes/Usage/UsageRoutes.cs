using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tollama.Core.Metering;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Metering;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;

namespace Tollama.Gateway.Routes.Usage;

/// <summary>What the caller has used.</summary>
internal sealed class UsageRoutes(UsageMeter meter) : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "usage";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
    [
        new("GET", "/api/usage", UsageAsync)
        {
            Summary = "Forecasts that the caller's key has used.", Response = "Usage", Errors = [503],
        },
    ];

    private async Task UsageAsync(HttpContext context) =>
        await JsonAnswer.SendAsync(context, Document(await meter.FindAsync(context.Caller().KeyId)));

    /// <summary>The caller's row, if there is one, and its sum.</summary>
    public static JsonObject Document(UsageRow? row)
    {
        var items = new JsonArray();
        if (row is not null)
        {
            items.Add(new JsonObject
            {
                ["key_id"] = row.KeyId,
                ["request_count"] = row.RequestCount,
                ["total_inference_ms"] = row.TotalInferenceMs,
                ["series_processed"] = row.SeriesProcessed,
                ["updated_at"] = row.UpdatedAt,
            });
        }

        return new JsonObject
        {
            ["items"] = items,
            ["summary"] = new JsonObject
            {
                ["keys"] = items.Count,
                ["request_count"] = row?.RequestCount ?? 0,
                ["total_inference_ms"] = Math.Round(row?.TotalInferenceMs ?? 0, 6),
                ["series_processed"] = row?.SeriesProcessed ?? 0,
            },
        };
    }
}
