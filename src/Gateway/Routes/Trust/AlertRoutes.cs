using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tollama.Core.Trust;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Admission;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;
using Tollama.Gateway.Trust;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Routes.Trust;

/// <summary>Alerts on signals that cannot be trusted any more (contract/http-api §18.12).</summary>
internal sealed class AlertRoutes(TrustDesk desk, IGrainFactory grains, AlertWebhooks webhooks) : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "trust";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
    [
        new("POST", "/api/xai/alerts/configure", ConfigureAsync)
        {
            Summary = "Replaces the alert thresholds.", Request = "AlertThresholds", Response = "AlertConfig",
        },
        new("GET", "/api/xai/alerts/config", ShowAsync) { Summary = "The alert thresholds.", Response = "AlertConfig" },
        new("POST", "/api/xai/alerts/check", CheckAsync)
        {
            Summary = "Judges a signal and tells which thresholds it crosses.",
            Request = "TrustQuery",
            Response = "AlertCheck",
        },
    ];

    private IAlertsGrain Book => grains.GetGrain<IAlertsGrain>(GrainKeys.Alerts);

    private async Task ConfigureAsync(HttpContext context)
    {
        var thresholds = await JsonBody.ReadAsync(context, TrustBodies.ReadAlerts);
        await Book.SetAsync(thresholds);
        await JsonAnswer.SendComputedAsync(context, TrustDocuments.Thresholds(thresholds, "configured"));
    }

    private async Task ShowAsync(HttpContext context) =>
        await JsonAnswer.SendComputedAsync(context, TrustDocuments.Thresholds(await Book.ThresholdsAsync(), null));

    private async Task CheckAsync(HttpContext context)
    {
        var result = await desk.JudgeAsync(await JsonBody.ReadAsync(context, TrustBodies.ReadQuery));
        var alerts = new JsonArray();
        if (result is null)
        {
            await JsonAnswer.SendComputedAsync(context, Document(alerts, null));
            return;
        }

        string trend = TrustHistory.Of(await desk.RecordsAsync(result.Domain)).Trend;
        foreach (var threshold in (await Book.ThresholdsAsync()).Where(threshold => threshold.Domain == result.Domain))
        {
            var reasons = threshold.Reasons(result, trend);
            if (reasons.Count > 0)
            {
                alerts.Add(Raise(threshold, result, trend, reasons));
            }
        }

        await JsonAnswer.SendComputedAsync(context, Document(alerts, new JsonObject
        {
            ["agent_name"] = result.Agent,
            ["domain"] = result.Domain,
            ["trust_score"] = result.Score,
            ["risk_category"] = result.Risk,
            ["trend"] = trend,
        }));
    }

    private JsonObject Raise(AlertThreshold threshold, TrustResult result, string trend, IReadOnlyList<string> reasons)
    {
        var alert = TrustDocuments.Alert(threshold, result, trend, reasons);
        if (threshold.Webhook is { } address)
        {
            webhooks.Post(address, alert.ToJsonString());
        }

        return alert;
    }

    private static JsonObject Document(JsonArray alerts, JsonObject? result)
    {
        int count = alerts.Count;
        return new JsonObject { ["alerts"] = alerts, ["alert_count"] = count, ["trust_result"] = result };
    }
}
