using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tollama.Actors.Abstractions;
using Tollama.Actors.Hosting;
using Tollama.Actors.Membership;
using Tollama.Core.Catalog;
using Tollama.Core.Configuration;
using Tollama.Core.Inference;
using Tollama.Core.Metering;
using Tollama.Core.Persistence;
using Tollama.Core.Trust;
using Tollama.Grains;
using Tollama.Grains.Cluster;
using Tollama.Grains.Devices;
using Tollama.Models;
using Tollama.Models.Baseline;
using Tollama.Onnx.Runtime;
using Tollama.Silo.Cluster;
using Tollama.Silo.Devices;
using Tollama.Silo.Metering;
using Tollama.Silo.Pulling;
using Tollama.Silo.Storage;

namespace Tollama.Silo;

/// <summary>
/// A silo: grains, model store, families, devices. The host brings logging and, if it likes, a clock.
/// </summary>
public static class SiloModule
{
    /// <summary>What a process that stops has left when forecasts that take too long are given up.</summary>
    private static readonly TimeSpan AfterDrain = TimeSpan.FromSeconds(10);

    /// <summary>Adds everything that a process needs to hold models.</summary>
    /// <exception cref="Core.Errors.TollamaException">
    /// Misconfigured: a setting or environment variable cannot be used.
    /// </exception>
    public static IServiceCollection AddSilo(this IServiceCollection services, SiloOptions options)
    {
        Check(options);
        services.TryAddSingleton(TimeProvider.System);
        var actors = new ActorsOptions { StateDirectory = Path.Combine(options.Home, "grains") };
        _ = options.Cluster is { } cluster
            ? services.AddClusteredActors(actors with { SiloName = cluster.Name }, cluster)
            : services.AddActors(actors);
        SchedulingSettings.Add(services, Scheduling(options));
        if (options.Cluster is { Database: not null } shared)
        {
            AddClusterStores(services, shared);
        }

        services.AddGrains();
        services.AddOptions<HostOptions>().PostConfigure<SchedulingRules>(static (host, rules) =>
            host.ShutdownTimeout = TimeSpan.FromTicks(
                Math.Max(host.ShutdownTimeout.Ticks, (rules.DrainLimit + AfterDrain).Ticks)));
        services.TryAddSingleton<IClusterView>(provider => new SiloClusterView(
            provider.GetRequiredService<IMembers>(),
            options));
        return services.AddDevices(options).AddStore(options);
    }

    /// <summary>
    /// Adds what looks into the state folder and at the devices, for a process that computes nothing: how networks are
    /// run and who is loaded where is not read, so that it works whatever the settings say.
    /// </summary>
    /// <exception cref="Core.Errors.TollamaException">Misconfigured: an environment variable cannot be used.</exception>
    public static IServiceCollection AddCatalog(this IServiceCollection services, SiloOptions options) =>
        services.AddDevices(options, new EngineSettings()).AddStore(options);

    /// <summary>Refuses settings with which no silo starts.</summary>
    /// <exception cref="Core.Errors.TollamaException">
    /// Misconfigured: names the setting or environment variable.
    /// </exception>
    public static void Check(SiloOptions options)
    {
        _ = Engine(options);
        _ = Scheduling(options);
        _ = StoreOptions.Create(options.Home, options.Environment);
    }

    /// <summary>How long a silo may take to stop: the forecasts in it end, or are given up.</summary>
    /// <exception cref="Core.Errors.TollamaException">
    /// Misconfigured: a setting or environment variable cannot be used.
    /// </exception>
    public static TimeSpan StopLimit(SiloOptions options) =>
        SchedulingSettings.Devices(Scheduling(options)).DrainLimit + AfterDrain;

    /// <summary>Adds what finds devices and computes on them. Nothing is loaded before it is asked for.</summary>
    /// <exception cref="Core.Errors.TollamaException">
    /// Misconfigured: a setting or environment variable cannot be used.
    /// </exception>
    public static IServiceCollection AddDevices(this IServiceCollection services, SiloOptions options) =>
        services.AddDevices(options, Engine(options));

    private static IServiceCollection AddDevices(
        this IServiceCollection services, SiloOptions options, EngineSettings engine)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<EngineLog>();
        services.TryAddSingleton(provider => new InferenceEngine(
            new EngineOptions
            {
                LibraryPath = options.Environment.Text("TOLLAMA_ENGINE_LIBRARY"),
                Threads = engine.Threads ?? 0,
                Log = provider.GetRequiredService<EngineLog>().Write,
            }));
        services.TryAddSingleton(provider =>
            ModelFamilies.All(provider.GetRequiredService<InferenceEngine>(), Networks(engine)));
        services.TryAddSingleton<SimulatedDevices>();
        services.TryAddSingleton<IDeviceInventory>(provider => new DeviceInventory(
            options.Devices,
            provider.GetRequiredService<InferenceEngine>().Probe,
            provider.GetRequiredService<SimulatedDevices>()));
        services.TryAddSingleton<IForecasterFactory>(provider => new SiloForecasters(
            provider.GetRequiredService<ModelFamilies>(),
            provider.GetRequiredService<ModelStore>(),
            provider.GetRequiredService<IWeightSource>(),
            provider.GetRequiredService<IDeviceInventory>(),
            provider.GetRequiredService<SimulatedDevices>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static EngineSettings Engine(SiloOptions options) =>
        EngineSettings.Resolve(new ConfigFile(options.Home).Read().Config, options.Environment, options.Engine);

    private static SchedulerSettings Scheduling(SiloOptions options) =>
        SchedulerSettings.Resolve(new ConfigFile(options.Home).Read().Config, options.Environment);

    private static NetworkOptions Networks(EngineSettings settings) =>
        new()
        {
            Batch = settings.Batch,
            SequenceBuckets = settings.SequenceBuckets is { } buckets
                ? [.. buckets]
                : NetworkOptions.Default.SequenceBuckets,
        };

    /// <summary>
    /// What all machines of a cluster share is in its database; a grain that reads it has a copy of its own.
    /// </summary>
    private static void AddClusterStores(IServiceCollection services, ClusterOptions cluster)
    {
        services.AddSingleton(provider => new ServiceNotes(provider.GetRequiredService<ISharedNotes>()));
        services.AddSingleton(provider => ClusterGrains.Of(provider.GetRequiredService<IGrainFactory>()));
        services.AddTransient<IModelCatalog, ClusterCatalog>();
        services.AddTransient<IProfileStore, ClusterProfiles>();
        services.AddTransient<ITrustStore, ClusterTrust>();
        services.AddSingleton<IUsageStore, ClusterUsage>();
        services.AddSingleton<IModelStore, ClusterModelStore>();
        if (cluster.Role == SiloRole.Silo)
        {
            services.AddHostedService<HomeIntake>();
        }
    }

    private static IServiceCollection AddStore(this IServiceCollection services, SiloOptions options)
    {
        services.TryAddSingleton(_ => StoreOptions.Create(options.Home, options.Environment));
        services.TryAddSingleton(provider => new ModelStore(
            provider.GetRequiredService<StoreOptions>(),
            BaselineModels.Entries,
            new PullSurroundings(
                provider.GetRequiredService<ModelFamilies>(),
                provider.GetRequiredService<TimeProvider>(),
                folder => new DriveInfo(folder).AvailableFreeSpace),
            provider.GetRequiredService<ILogger<ModelStore>>()));
        services.TryAddSingleton<IWeightSource>(provider => new SiloWeights(
            provider.GetRequiredService<ModelStore>(),
            options,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SiloWeights>>()));
        services.TryAddSingleton<IModelStore>(provider => provider.GetRequiredService<ModelStore>());
        services.TryAddSingleton(provider => new ProfileStore(
            options.Home, provider.GetRequiredService<ILogger<ProfileStore>>()));
        services.TryAddSingleton<IProfileStore>(provider => provider.GetRequiredService<ProfileStore>());
        services.TryAddSingleton<ITrustStore>(provider => new TrustStore(
            options.Home, provider.GetRequiredService<ILogger<TrustStore>>()));
        services.TryAddSingleton<IUsageStore>(new UsageDatabase(options.Home));
        return services;
    }
}
