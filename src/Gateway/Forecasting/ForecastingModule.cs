using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tollama.Gateway.Forecasting.DryRuns;
using Tollama.Gateway.Ingest;
using Tollama.Gateway.Profiles;

namespace Tollama.Gateway.Forecasting;

/// <summary>Registers the forecast pipeline.</summary>
internal static class ForecastingModule
{
    /// <summary>Adds the pipeline.</summary>
    public static IServiceCollection AddForecasting(this IServiceCollection services)
    {
        services.TryAddSingleton<ModelDirectory>();
        services.TryAddSingleton<PeakMemory>();
        services.TryAddSingleton<ForecastObservers>();
        services.TryAddSingleton<UsualKeepAlive>();
        services.TryAddSingleton<ForecastPipeline>();
        services.TryAddSingleton<DryRun>();
        services.TryAddSingleton<DryRunAdvice>();
        services.TryAddSingleton<RequestProfiles>();
        services.TryAddSingleton<TableReader>();
        services.TryAddSingleton<RemoteTable>();
        services.TryAddSingleton<TableSource>();
        services.TryAddSingleton<ForecastJobs>();
        return services;
    }
}
