using Microsoft.Extensions.DependencyInjection;
using Tollama.Gateway;
using Tollama.Silo;

namespace Tollama.Cli.Commands.Serve;

/// <summary>Everything that a daemon consists of: silo (with its grains) and gateway.</summary>
internal static class DaemonServices
{
    /// <summary>Registers the parts. Nothing is opened or loaded before it is asked for.</summary>
    public static void Add(IServiceCollection services, ServeSettings settings, CliContext context)
    {
        services.AddSingleton(context.Time);
        services.AddSilo(new SiloOptions
        {
            Home = context.Home,
            Environment = context.Environment,
            Devices = settings.Devices ?? "auto",
            Cluster = ClusterMember.Describe(settings, context.Environment),
        });
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
}
