using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tollama.Actors.Membership;
using Tollama.Cli.Commands.Serve.Workers;
using Tollama.Core.Inference;
using Tollama.Gateway;
using Tollama.Silo;

namespace Tollama.Cli.Commands.Serve;

/// <summary>Everything that a daemon consists of: silo (with its grains) and gateway.</summary>
internal static class DaemonServices
{
    /// <summary>Refuses settings with which no daemon starts.</summary>
    /// <exception cref="Core.Errors.TollamaException">Names the setting, its value, and what it must be.</exception>
    public static void Check(ServeSettings settings, CliContext context) => SiloModule.Check(Silo(settings, context));

    /// <summary>Registers the parts. Nothing is opened or loaded before it is asked for.</summary>
    public static void Add(IServiceCollection services, ServeSettings settings, CliContext context)
    {
        services.AddSingleton(context.Time);
        var cluster = ClusterMember.Describe(settings, context.Environment);
        services.AddSilo(Silo(settings, context) with { Cluster = cluster });
        if (settings.HasWorkerPerDevice)
        {
            AddWorkers(
                services,
                cluster!.Secret, // they are members of it
                Patience(settings, context),
                device => WorkerPlan.ForParent(device, cluster.Listen, settings, LevelName(settings.LogLevel)));
        }

        if (settings.Role == ServeRole.Silo)
        {
            return;
        }

        services.AddGateway(new GatewayOptions
        {
            Home = context.Home,
            Host = settings.Host,
            Port = settings.Port,
            InsecureBind = settings.AllowsInsecureBind,
            Environment = context.Environment,
        });
    }

    /// <summary>
    /// Registers the supervisor of the workers of a cluster's silo, and what finds its devices; nothing else.
    /// </summary>
    public static void AddWorkersOfCluster(IServiceCollection services, ServeSettings settings, CliContext context)
    {
        var cluster = ClusterMember.Describe(settings, context.Environment)!; // the caller has a cluster
        services.AddSingleton(context.Time);
        services.AddDevices(Silo(settings, context));
        int index = 0;
        AddWorkers(
            services,
            cluster.Secret,
            Patience(settings, context),
            device => WorkerPlan.ForCluster(device, index++, settings, LevelName(settings.LogLevel)));
    }

    private static void AddWorkers(
        IServiceCollection services, string secret, TimeSpan patience, Func<DeviceInfo, WorkerPlan> plan) =>
        services.AddSingleton<IHostedService>(provider => new WorkerSupervisor(
            () => [.. provider.GetRequiredService<IDeviceInventory>().Devices.Select(plan)],
            listen => provider.GetService<IMembers>()?.ReportEnded(listen),
            secret,
            patience,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<WorkerSupervisor>>()));

    /// <summary>A worker is a silo, and a process that has to start and end besides.</summary>
    private static TimeSpan Patience(ServeSettings settings, CliContext context) =>
        SiloModule.StopLimit(Silo(settings, context)) + TimeSpan.FromSeconds(5);

    private static SiloOptions Silo(ServeSettings settings, CliContext context) => new()
    {
        Home = context.Home,
        Environment = context.Environment,
        Devices = settings.Devices ?? "auto",
        Engine = settings.Engine,
    };

    private static string LevelName(LogLevel level) =>
        level == LogLevel.Information ? "info" : level.ToString().ToLowerInvariant();
}
