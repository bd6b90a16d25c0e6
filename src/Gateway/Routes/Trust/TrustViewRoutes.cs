using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tollama.Core.Trust;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Admission;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;
using Tollama.Gateway.Trust;

namespace Tollama.Gateway.Routes.Trust;

/// <summary>
/// Looking over the trust layer: agents, calibration, history, cache, connectors (contract/http-api §18.12).
/// </summary>
internal sealed class TrustViewRoutes(TrustDesk desk, TrustCache cache) : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "trust";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
        [
            new("GET", "/api/xai/dashboard/agents", AgentsAsync)
            {
                Summary = "The trust agents.",
                Response = "TrustAgents",
            },
            new("POST", "/api/xai/dashboard/trust", OverviewAsync)
            {
                Summary = "Agents and how well their scores foretold outcomes.",
                Request = "TrustDomains",
                Response = "TrustOverview",
            },
            new("POST", "/api/xai/dashboard/history", HistoryAsync)
            {
                Summary = "Past judgements by domain.",
                Request = "TrustHistoryRequest",
                Response = "TrustHistory",
            },
            new("POST", "/api/xai/connectors/health", ConnectorsAsync)
            {
                Summary = "State of the data connectors.",
                Request = "TrustDomains",
                Response = "ConnectorHealth",
            },
            new("GET", "/api/xai/cache/stats", CacheAsync)
            {
                Summary = "Counters of the trust cache.",
                Response = "TrustCacheStats",
            },
            new("PUT", "/api/xai/cache/ttl", SetLifetimeAsync)
            {
                Summary = "Sets how long judgements are kept.",
                Request = "TrustCacheTtl",
                Response = "TrustCacheTtlSet",
            },
            new("DELETE", "/api/xai/cache/invalidate", ClearAsync)
            {
                Summary = "Forgets kept judgements.",
                Response = "TrustCacheCleared",
            },
        ];

    private static Task AgentsAsync(HttpContext context) => JsonAnswer.SendComputedAsync(context, new JsonObject
    {
        ["agents"] = new JsonArray([.. TrustAgents.All.Select(TrustDocuments.Agent)]),
    });

    private async Task OverviewAsync(HttpContext context)
    {
        var body = await JsonBody.ReadAsync(context, TrustBodies.ReadDomains);
        var domains = body.Domains ?? TrustAgents.Domains;
        var calibrations = body.IncludeStatistics ? await desk.CalibrationsAsync() : [];
        await JsonAnswer.SendComputedAsync(context, new JsonObject
        {
            ["agents"] = new JsonArray([.. TrustAgents.All
                .Where(agent => domains.Contains(agent.Domain, StringComparer.Ordinal)).Select(TrustDocuments.Agent)]),
            ["calibration"] = new JsonArray([.. calibrations.Select(TrustDocuments.Calibrated)]),
            ["domains"] = TrustDocuments.Texts(domains.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
        });
    }

    private async Task HistoryAsync(HttpContext context)
    {
        var body = await JsonBody.ReadAsync(context, TrustBodies.ReadDomains);
        var domains = new JsonObject();
        foreach (string domain in body.Domains ?? await desk.DomainsAsync())
        {
            domains[domain] = TrustDocuments.History(
                domain, await desk.RecordsAsync(domain), body.Limit, body.IncludeStatistics);
        }

        await JsonAnswer.SendComputedAsync(context, new JsonObject { ["domains"] = domains });
    }

    private static async Task ConnectorsAsync(HttpContext context)
    {
        var body = await JsonBody.ReadAsync(context, TrustBodies.ReadDomains);
        await JsonAnswer.SendComputedAsync(context, new JsonObject
        {
            ["connectors"] = new JsonArray([.. TrustConnectors.All
                .Where(connector => body.Domains?.Contains(connector.Domain, StringComparer.Ordinal) ?? true)
                .Select(connector => new JsonObject
                {
                    ["connector_name"] = connector.Name,
                    ["domain"] = connector.Domain,
                    ["status"] = "available",
                })]),
        });
    }

    private Task CacheAsync(HttpContext context)
    {
        var (hits, misses, entries, seconds) = cache.Statistics();
        long total = hits + misses;
        return JsonAnswer.SendComputedAsync(context, new JsonObject
        {
            ["hits"] = hits,
            ["misses"] = misses,
            ["total"] = total,
            ["hit_rate"] = total > 0 ? (double)hits / total : 0,
            ["cached_entries"] = entries,
            ["ttl"] = seconds,
        });
    }

    private async Task SetLifetimeAsync(HttpContext context)
    {
        double seconds = await JsonBody.ReadAsync(context, TrustBodies.ReadTimeToLive);
        await JsonAnswer.SendComputedAsync(context, new JsonObject
        {
            ["previous_ttl"] = cache.SetLifetime(seconds),
            ["new_ttl"] = seconds,
        });
    }

    private Task ClearAsync(HttpContext context) =>
        JsonAnswer.SendComputedAsync(context, new JsonObject { ["cleared"] = cache.Clear() });
}
