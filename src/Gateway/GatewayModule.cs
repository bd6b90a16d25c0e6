using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tollama.Core.Configuration;
using Tollama.Gateway.Admission;
using Tollama.Gateway.Agents;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Composites;
using Tollama.Gateway.Dashboard;
using Tollama.Gateway.Errors;
using Tollama.Gateway.Events;
using Tollama.Gateway.Forecasting;
using Tollama.Gateway.Health;
using Tollama.Gateway.Metering;
using Tollama.Gateway.Routes.Info;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Telemetry;
using Tollama.Gateway.Trust;

namespace Tollama.Gateway;

/// <summary>The HTTP API: <c>AddGateway</c> registers it, <c>MapGateway</c> puts it on a server.</summary>
public static class GatewayModule
{
    /// <summary>Registers the gateway. The host brings <see cref="IGrainFactory"/> and the server.</summary>
    public static IServiceCollection AddGateway(this IServiceCollection services, GatewayOptions options)
    {
        services.AddRoutingCore();
        services.TryAddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new ConfigFile(options.Home));
        services.TryAddSingleton<ApiKeyring>();
        services.TryAddSingleton<RateLimiter>();
        services.AddHostedService<BindGuard>();
        services.TryAddSingleton<GatewayMetrics>();
        services.TryAddSingleton<RunnerActivity>();
        services.TryAddSingleton<InfoReport>();
        services.TryAddSingleton<ReadinessReport>();
        services.TryAddSingleton<DashboardState>();
        services.TryAddSingleton<EventBus>();
        services.TryAddSingleton<UsageMeter>();
        services.AddHostedService(provider => provider.GetRequiredService<UsageMeter>());
        services.AddForecasting();
        services.AddComposites();
        services.AddTrust();
        services.AddAgents();
        services.AddRouteGroups();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTimeout);
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxRequestBodyBytes;
        });
        return services;
    }

    /// <summary>Puts middleware and routes on the server.</summary>
    public static WebApplication MapGateway(this WebApplication app)
    {
        var services = app.Services;
        var options = services.GetRequiredService<GatewayOptions>();
        var boundaryLog = services.GetRequiredService<ILogger<ErrorBoundary>>();
        var metrics = services.GetRequiredService<GatewayMetrics>();
        var time = services.GetRequiredService<TimeProvider>();
        app.Use(next => new ResponseHeaders(next).InvokeAsync);
        app.Use(next => new CrossOrigin(next, options).InvokeAsync);
        app.Use(next => new ForecastMeter(next, metrics, time).InvokeAsync);
        app.Use(next => new ErrorBoundary(next, boundaryLog).InvokeAsync);
        app.Use(next => new RequestLimits(next, options).InvokeAsync);
        app.UseRouting();
        app.Use(next => new AuthGate(next, services.GetRequiredService<ApiKeyring>(), options).InvokeAsync);
        foreach (var route in services.GetServices<IRouteGroup>().SelectMany(group => group.Routes))
        {
            app.MapMethods(route.Path, [route.Method], route.Handler).WithMetadata(route);
        }

        return app;
    }
}
