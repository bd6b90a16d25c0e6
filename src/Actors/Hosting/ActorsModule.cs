using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Tollama.Actors.Abstractions;
using Tollama.Actors.Activation;
using Tollama.Actors.Calls;
using Tollama.Actors.Directory;
using Tollama.Actors.Membership;
using Tollama.Actors.Placement;
using Tollama.Actors.Postgres;
using Tollama.Actors.State;
using Tollama.Actors.Transport;
using Tollama.Actors.Workers;
using Tollama.Core.Persistence;

namespace Tollama.Actors.Hosting;

/// <summary>Registers the grain runtime.</summary>
public static class ActorsModule
{
    /// <summary>Adds an embedded silo: everything in this process, states in files.</summary>
    public static IServiceCollection AddActors(this IServiceCollection services, ActorsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        AddFiles(services, options);
        services.TryAddSingleton<IGrainDirectory, InMemoryDirectory>();
        AddRuntime(services, options);
        services.AddSingleton<IMembers, EmbeddedMembers>();
        services.AddHostedService<SiloHost>();
        return services;
    }

    /// <summary>Adds a member of a cluster: a silo that hosts grains, or a gateway that only calls them.</summary>
    public static IServiceCollection AddClusteredActors(
        this IServiceCollection services, ActorsOptions options, ClusterOptions cluster)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(cluster);
        services.AddSingleton(cluster);
        AddTables(services, options, cluster);
        services.AddSingleton(new ClusterSecret(cluster.Secret));
        services.AddSingleton(new Http2Options
        {
            Secret = cluster.Secret,
            Listen = cluster.Listen,
            ConnectTimeout = cluster.Membership.RequestTimeout,
            PingAfter = cluster.Membership.Lease, // a silo that falls silent is declared dead before
        });
        services.AddSingleton<IMessageTransport>(provider => new Http2Transport(
            provider.GetRequiredService<Http2Options>(),
            provider.GetRequiredService<ClusterSecret>(),
            provider.GetRequiredService<GrainTypeRegistry>().Contract));
        services.AddSingleton(provider => new ClusterParts(
            provider,
            provider.GetRequiredService<IMembershipTable>(),
            provider.GetRequiredService<IGrainDirectory>(),
            provider.GetRequiredService<IMessageTransport>(),
            new JoiningMember(cluster.Name, cluster.Listen, cluster.Role, cluster.Metadata),
            cluster.Membership));
        services.AddSingleton(provider => new Http2Listener(
            provider.GetRequiredService<ClusterParts>().Receiver,
            provider.GetRequiredService<Http2Options>(),
            provider.GetRequiredService<ClusterSecret>(),
            provider.GetRequiredService<GrainTypeRegistry>().Contract,
            provider.GetRequiredService<TimeProvider>()));
        AddRuntime(services, options);
        services.AddSingleton<IMembers>(provider => new ClusterMembers(
            provider.GetRequiredService<ClusterParts>(),
            options));
        services.AddHostedService<ClusterHost>();
        return services;
    }

    /// <summary>
    /// Who is in the cluster, where grains are and what they keep: in PostgreSQL, or with the parent of workers.
    /// </summary>
    private static void AddTables(IServiceCollection services, ActorsOptions options, ClusterOptions cluster)
    {
        if (cluster.Database is { } database)
        {
            services.AddSingleton(_ => new PostgresDatabase(database, cluster.Membership.RequestTimeout));
            services.AddSingleton<IGrainDirectory, PostgresDirectory>();
            services.AddSingleton<IMembershipTable, PostgresMembership>();
            services.AddSingleton<IGrainStorage>(provider => new PostgresStorage(
                provider.GetRequiredService<PostgresDatabase>(),
                JsonSerializerOptions.Web,
                () => provider.GetRequiredService<ActivationCatalog>().Self(),
                provider.GetRequiredService<ILogger<PostgresStorage>>()));
            return;
        }

        AddFiles(services, options);
        if (cluster.Parent is { } parent)
        {
            services.AddSingleton(provider => new ParentTables(
                parent,
                provider.GetRequiredService<IMessageTransport>(),
                cluster.Membership,
                provider.GetRequiredService<TimeProvider>()));
            services.AddSingleton<IMembershipTable>(provider => provider.GetRequiredService<ParentTables>());
            services.AddSingleton<IGrainDirectory>(provider => provider.GetRequiredService<ParentTables>());
            return;
        }

        services.AddSingleton<LocalTables>();
        services.AddSingleton<IMembershipTable>(provider => provider.GetRequiredService<LocalTables>());
        services.AddSingleton<IGrainDirectory>(provider => provider.GetRequiredService<LocalTables>());
    }

    private static void AddFiles(IServiceCollection services, ActorsOptions options) =>
        services.TryAddSingleton<IGrainStorage>(provider => new FileStorage(
            options.StateDirectory, JsonSerializerOptions.Web, provider.GetRequiredService<ILogger<FileStorage>>()));

    private static void AddRuntime(IServiceCollection services, ActorsOptions options)
    {
        services.AddLogging();
        services.AddSingleton(options);
        services.TryAddSingleton<ISharedNotes, GrainNotes>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IPlacementDirector, HashBasedPlacementDirector>();
        services.AddSingleton<IPlacementDirector, SiloPinnedPlacementDirector>();
        services.AddSingleton(MakeRegistry);
        services.AddSingleton<ActivationCatalog>();
        services.AddSingleton(provider => new GrainRuntime(
            provider.GetRequiredService<GrainTypeRegistry>(), provider.GetRequiredService<ActivationCatalog>()));
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<GrainRuntime>());
    }

    private static GrainTypeRegistry MakeRegistry(IServiceProvider provider)
    {
        var registry = new GrainTypeRegistry();
        foreach (var types in provider.GetServices<IGrainTypes>())
        {
            types.Register(registry);
        }

        return registry;
    }
}
