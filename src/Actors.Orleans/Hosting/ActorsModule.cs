using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Configuration;
using Orleans.Serialization.Serializers;
using Tollama.Actors.Activation;
using Tollama.Actors.Calls;
using Tollama.Actors.Membership;
using Tollama.Actors.Placement;
using Tollama.Actors.Postgres;
using Tollama.Actors.State;
using Tollama.Actors.Transport;
using Tollama.Actors.Wire;
using Tollama.Core.Errors;
using Tollama.Core.Persistence;

namespace Tollama.Actors.Hosting;

/// <summary>Registers the grain runtime: an Orleans silo.</summary>
public static class ActorsModule
{
    /// <summary>Driver that Orleans' providers find the database with.</summary>
    private const string Driver = "Npgsql";

    /// <summary>Calls end when their callers say so; this is only for one whose caller has vanished.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromHours(1);

    /// <summary>
    /// Adds an embedded silo: everything in this process; it listens on a free port of the loopback address.
    /// </summary>
    public static IServiceCollection AddActors(this IServiceCollection services, ActorsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddOrleans(silo =>
        {
            int port = FreePort();
            silo.UseLocalhostClustering(port, gatewayPort: 0, new IPEndPoint(IPAddress.Loopback, port));
            silo.AddMemoryGrainStorageAsDefault();
            Configure(silo, options, SiloRole.Silo);
        });
        return AddRuntime(services);
    }

    /// <summary>Adds a member of a cluster: a silo that hosts grains, or a gateway that only calls them.</summary>
    /// <exception cref="TollamaException">
    /// Misconfigured: workers without a database, which only our own runtime has.
    /// </exception>
    public static IServiceCollection AddClusteredActors(
        this IServiceCollection services, ActorsOptions options, ClusterOptions cluster)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(cluster);
        string database = PostgresAddress.ToConnectionString(
            cluster.Database
                ?? throw new TollamaException(
                    ErrorCode.Misconfigured,
                    "Workers without a cluster are not for the runtime Orleans; add --role silo --cluster ADDRESS."));
        services.AddSingleton(cluster);
        services.AddHostedService<TablesCheck>();
        services.AddSingleton(new ClusterSecret(cluster.Secret));
        services.AddSingleton(provider => new MemberHandshake(
            provider.GetRequiredService<ClusterSecret>(), provider.GetRequiredService<GrainTypeRegistry>().Contract));
        services.AddOptions<SiloConnectionOptions>().Configure<MemberHandshake>((connections, handshake) =>
        {
            connections.ConfigureSiloOutboundConnection(connection => connection.Use(handshake.Greet));
            connections.ConfigureSiloInboundConnection(connection => connection.Use(handshake.Check));
        });
        services.AddOrleans(silo =>
        {
            silo.UseAdoNetClustering(tables => (tables.Invariant, tables.ConnectionString) = (Driver, database));
            silo.AddAdoNetGrainStorageAsDefault(states =>
                (states.Invariant, states.ConnectionString) = (Driver, database));
            silo.Configure<EndpointOptions>(endpoint => Listen(endpoint, cluster.Listen));
            Configure(silo, options, cluster.Role);
        });
        return AddRuntime(services);
    }

    private static void Configure(ISiloBuilder silo, ActorsOptions options, SiloRole role)
    {
        silo.Configure<Orleans.Configuration.ClusterOptions>(cluster =>
            cluster.ClusterId = cluster.ServiceId = "tollama");
        silo.Configure<Orleans.Configuration.SiloOptions>(named => named.SiloName = options.SiloName);
        silo.Configure<SiloMessagingOptions>(calls =>
        {
            calls.ResponseTimeout = LongestCall;
            // who cancels learns what the grain made of it, as on our runtime
            calls.WaitForCancellationAcknowledgement = true;
        });
        silo.Configure<GrainCollectionOptions>(idle =>
            (idle.CollectionAge, idle.CollectionQuantum) = (options.CollectionAge, options.CollectionQuantum));
        silo.UseSiloMetadata(MemberRoles.Describe(role));
        silo.AddPlacementDirector<HostPlacement, HostPlacementDirector>();
        silo.AddPlacementDirector<SiloPinnedPlacement, SiloPinnedPlacementDirector>();
        silo.Services.AddSingleton<PlacementStrategy, HostPlacement>();
        silo.AddOutgoingGrainCallFilter<FaultTranslation>();
    }

    private static IServiceCollection AddRuntime(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        // it prints every option that it has
        services.AddLogging(logging => logging.AddFilter("Orleans", LogLevel.Warning));
        services.AddSingleton<MemberRoles>();
        services.AddSingleton<ISharedNotes, GrainNotes>();
        services.AddSingleton<IMembers, OrleansMembers>();
        services.AddSingleton(MakeRegistry);
        services.AddSingleton<MessageCodec>();
        services.AddSingleton<IGeneralizedCodec>(provider => provider.GetRequiredService<MessageCodec>());
        services.AddSingleton<IGeneralizedCopier>(provider => provider.GetRequiredService<MessageCodec>());
        services.AddSingleton<ITypeFilter>(provider => provider.GetRequiredService<MessageCodec>());
        services.Configure<TypeManifestOptions>(types =>
            types.WellKnownTypeAliases[MessageCodec.Alias] = typeof(MessageCodec));
        return services;
    }

    private static void Listen(EndpointOptions endpoint, string address)
    {
        if (!IPEndPoint.TryParse(address, out var listen))
        {
            throw new TollamaException(
                ErrorCode.Misconfigured,
                $"Orleans listens on a numeric address; '{address}' is none. Write --listen ADDRESS:PORT.");
        }

        (endpoint.AdvertisedIPAddress, endpoint.SiloPort, endpoint.GatewayPort) = (listen.Address, listen.Port, 0);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
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
