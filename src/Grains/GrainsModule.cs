using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tollama.Actors.Activation;
using Tollama.Core.Catalog;
using Tollama.Core.Inference;
using Tollama.Core.Persistence;
using Tollama.Grains.Catalog;
using Tollama.Grains.Cluster;
using Tollama.Grains.Devices;
using Tollama.Grains.Generated;
using Tollama.Grains.Models;
using Tollama.Grains.Pacing;
using Tollama.Grains.Placement;
using Tollama.Grains.Replicas;
using Tollama.Grains.Routing;

namespace Tollama.Grains;

/// <summary>
/// Registers the grains. They need an <c>IForecasterFactory</c>, an <c>IModelStore</c>, an <c>IWeightSource</c>, an
/// <c>IDeviceInventory</c> and an <c>IClusterView</c>.
/// </summary>
public static class GrainsModule
{
    /// <summary>Adds the grains.</summary>
    public static IServiceCollection AddGrains(this IServiceCollection services)
    {
        services.AddSingleton<IGrainTypes, GrainTypes>();
        services.TryAddTransient<IModelCatalog, MachineCatalog>();
        services.TryAddSingleton(new ServiceNotes(new MemoryNotes()));
        services.TryAddSingleton(new BatchingOptions());
        services.TryAddSingleton(new SchedulingRules());
        services.TryAddSingleton(new CopyRules());
        services.TryAddSingleton(new RoutingRules());
        services.TryAddSingleton(provider => DeviceMemoryRules.CreateHost(
            provider.GetRequiredService<IDeviceInventory>(), provider.GetRequiredService<SchedulingRules>()));
        services.TryAddSingleton<ClusterSurvey>();
        services.TryAddSingleton<ModelPlacements>();
        services.AddHostedService<PinKeeper>();
        services.TryAddSingleton<PaceBook>();
        services.AddSingleton<StopDeadline>();
        services.AddHostedService(provider => provider.GetRequiredService<StopDeadline>());
        return services;
    }
}
