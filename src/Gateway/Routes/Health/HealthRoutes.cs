using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tollama.Gateway.Health;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;
using Tollama.Gateway.Telemetry;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Routes.Health;

/// <summary>Liveness, version and metrics.</summary>
internal sealed class HealthRoutes(
    GatewayOptions options, GatewayMetrics metrics, IGrainFactory grains, ReadinessReport readiness) : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "health";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
    [
        new("GET", "/v1/health", HealthAsync) { Summary = "Whether the daemon answers.", Response = "Health" },
        new("GET", "/health/live", HealthAsync) { Summary = "Liveness probe.", Response = "Health" },
        new("GET", "/health/ready", ReadyAsync) { Summary = "Readiness probe.", Response = "Readiness" },
        new("GET", "/api/version", VersionAsync) { Summary = "Version of the daemon.", Response = "Version" },
        new("GET", "/metrics", MetricsAsync) { Summary = "Prometheus metrics.", ContentType = "text/plain" },
    ];

    private static Task HealthAsync(HttpContext context) =>
        JsonAnswer.SendAsync(context, new JsonObject { ["status"] = "ok" });

    private async Task ReadyAsync(HttpContext context) =>
        await JsonAnswer.SendAsync(context, await readiness.CreateAsync(context.RequestAborted));

    private Task VersionAsync(HttpContext context) =>
        JsonAnswer.SendAsync(context, new JsonObject { ["version"] = options.Version });

    private async Task MetricsAsync(HttpContext context)
    {
        var loaded = await grains.GetGrain<ILoadedModelsGrain>(GrainKeys.Loaded).ListAsync();
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        var silos = await grains.GetGrain<IClusterGrain>(GrainKeys.Cluster).DescribeAsync(context.RequestAborted);
        var routing = await RoutingAsync(silos);
        await context.Response.WriteAsync(
            metrics.Render(loaded.Count) + ClusterMetrics.Render(silos) + RoutingMetrics.Render(routing),
            context.RequestAborted);
    }

    /// <summary>How the models with several copies spread their forecasts.</summary>
    private async Task<IReadOnlyList<(string Model, RoutingReport Report)>> RoutingAsync(
        IReadOnlyList<SiloReport> silos)
    {
        var models = silos
            .SelectMany(silo => silo.Devices)
            .SelectMany(device => device.Replicas)
            .Where(replica => replica.State == ReplicaState.Ready)
            .GroupBy(replica => replica.Model, StringComparer.Ordinal)
            .Where(copies => copies.Count() > 1)
            .Select(async copies => (
                copies.Key, await grains.GetGrain<IModelGrain>(copies.Key).DescribeRoutingAsync()));
        return await Task.WhenAll(models);
    }
}
