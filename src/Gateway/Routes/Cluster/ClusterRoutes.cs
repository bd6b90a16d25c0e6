using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Routes.Cluster;

/// <summary>The cluster: its processes, their devices, what lies on them and why.</summary>
internal sealed class ClusterRoutes(IGrainFactory grains) : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "cluster";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
        [
            new("GET", "/v1/cluster", ClusterAsync)
            {
                Summary = "Silos, devices, memory accounts and copies.",
                Response = "Cluster",
            },
            new("GET", "/v1/placements", PlacementsAsync)
            {
                Summary =
                    "The newest placements and evictions, and what they were decided from; query 'model' for one "
                        + "model.",
                Response = "Placements",
            },
            new("POST", "/v1/cluster/silos/{name}/drain", DrainAsync)
            {
                Summary = "Lets a silo take nothing new and moves its models to others.",
                Response = "Drained",
                Errors = [404],
            },
        ];

    private IClusterGrain Cluster => grains.GetGrain<IClusterGrain>(GrainKeys.Cluster);

    private async Task ClusterAsync(HttpContext context) =>
        await JsonAnswer.SendAsync(
            context,
            ClusterDocuments.Cluster(await Cluster.DescribeAsync(context.RequestAborted)));

    private async Task PlacementsAsync(HttpContext context)
    {
        string? model = context.Request.Query["model"];
        var placements = await Cluster.PlacementsAsync(model, context.RequestAborted);
        var silos = await Cluster.DescribeAsync(context.RequestAborted);
        await JsonAnswer.SendAsync(context, ClusterDocuments.Placements(placements, silos));
    }

    private async Task DrainAsync(HttpContext context)
    {
        string silo = (string)context.Request.RouteValues["name"]!;
        await Cluster.DrainAsync(silo, context.RequestAborted);
        await JsonAnswer.SendAsync(context, new JsonObject { ["silo"] = silo, ["state"] = "draining" });
    }
}
