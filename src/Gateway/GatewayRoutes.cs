using Microsoft.Extensions.DependencyInjection;
using Tollama.Gateway.Routes.Cluster;
using Tollama.Gateway.Routes.Agents;
using Tollama.Gateway.Routes.Composites;
using Tollama.Gateway.Routes.Dashboard;
using Tollama.Gateway.Routes.Docs;
using Tollama.Gateway.Routes.Events;
using Tollama.Gateway.Routes.Forecasts;
using Tollama.Gateway.Routes.Health;
using Tollama.Gateway.Routes.Info;
using Tollama.Gateway.Routes.Ingest;
using Tollama.Gateway.Routes.Models;
using Tollama.Gateway.Routes.Pipelines;
using Tollama.Gateway.Routes.PostProcessing;
using Tollama.Gateway.Routes.Profiles;
using Tollama.Gateway.Routes.Structures;
using Tollama.Gateway.Routes.Trust;
using Tollama.Gateway.Routes.Usage;
using Tollama.Gateway.Routing;

namespace Tollama.Gateway;

/// <summary>The table of route groups, one line each.</summary>
internal static class GatewayRoutes
{
    /// <summary>Registers every group.</summary>
    public static IServiceCollection AddRouteGroups(this IServiceCollection services) => services
        .AddSingleton<IRouteGroup, HealthRoutes>()
        .AddSingleton<IRouteGroup, DocsRoutes>()
        .AddSingleton<IRouteGroup, InfoRoutes>()
        .AddSingleton<IRouteGroup, InventoryRoutes>()
        .AddSingleton<IRouteGroup, ModelRoutes>()
        .AddSingleton<IRouteGroup, PullRoutes>()
        .AddSingleton<IRouteGroup, ForecastRoutes>()
        .AddSingleton<IRouteGroup, ForecastStreamRoutes>()
        .AddSingleton<IRouteGroup, ValidateRoutes>()
        .AddSingleton<IRouteGroup, UploadRoutes>()
        .AddSingleton<IRouteGroup, CompositeRoutes>()
        .AddSingleton<IRouteGroup, ProfileRoutes>()
        .AddSingleton<IRouteGroup, AgentRoutes>()
        .AddSingleton<IRouteGroup, StructureRoutes>()
        .AddSingleton<IRouteGroup, PipelineRoutes>()
        .AddSingleton<IRouteGroup, PostProcessingRoutes>()
        .AddSingleton<IRouteGroup, TrustRoutes>()
        .AddSingleton<IRouteGroup, TrustViewRoutes>()
        .AddSingleton<IRouteGroup, AlertRoutes>()
        .AddSingleton<IRouteGroup, ExplanationRoutes>()
        .AddSingleton<IRouteGroup, EventRoutes>()
        .AddSingleton<IRouteGroup, DashboardRoutes>()
        .AddSingleton<IRouteGroup, ClusterRoutes>()
        .AddSingleton<IRouteGroup, PinRoutes>()
        .AddSingleton<IRouteGroup, UsageRoutes>();
}
