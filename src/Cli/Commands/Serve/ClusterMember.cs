using System.Security.Cryptography;
using Tollama.Actors.Hosting;
using Tollama.Actors.Membership;
using Tollama.Cli.Commands.Serve.Workers;
using Tollama.Core.Configuration;
using Tollama.Core.Errors;

namespace Tollama.Cli.Commands.Serve;

/// <summary>What the options of <c>serve</c> say about a member of a cluster.</summary>
internal static class ClusterMember
{
    /// <summary>Environment variable with the secret that all members share.</summary>
    public const string SecretVariable = "TOLLAMA_CLUSTER_SECRET";

    /// <summary>The member to be; null for a machine of its own.</summary>
    /// <exception cref="TollamaException">
    /// InvalidRequest: an option is missing, or two contradict each other.
    /// </exception>
    public static ClusterOptions? Describe(ServeSettings settings, ProcessEnvironment environment)
    {
        if (settings.Cluster is null && settings.Parent is null)
        {
            return settings.Role == ServeRole.All && settings.Listen is null
                ? settings.HasWorkerPerDevice
                    ? ParentOfWorkers(settings)
                    : null
                : throw Refuse(
                    "--role and --listen are for members of a cluster; add --cluster "
                        + "postgres://user@host:5432/database."
                );
        }

        if (settings is { HasWorkerPerDevice: true, Role: not ServeRole.Silo })
        {
            throw Refuse("In a cluster the silos have the workers; add --role silo, or leave --workers out.");
        }

        return settings.Role == ServeRole.All
            ? throw Refuse("A member of a cluster is a silo or a gateway; add --role silo or --role gateway.")
            : new ClusterOptions
            {
                Database = settings.Cluster,
                Parent = settings.Parent,
                Name = settings.Name ?? Environment.MachineName,
                Listen =
                    settings.Listen
                    ?? throw Refuse(
                        "A member of a cluster needs an address for the others; add --listen ADDRESS:PORT."),
                Secret =
                    environment.Text(SecretVariable)
                    ?? throw Refuse($"A member of a cluster needs the cluster's secret; set {SecretVariable}."),
                Role = settings.Role == ServeRole.Gateway ? SiloRole.Gateway : SiloRole.Silo,
                Membership = Times(settings),
            };
    }

    /// <summary>The process that speaks HTTP, keeps its workers' tables and hosts no model.</summary>
    private static ClusterOptions ParentOfWorkers(ServeSettings settings) => new()
    {
        Name = "gateway",
        Listen = WorkerPlan.FreeLoopbackAddress(),
        Secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(32)),
        Role = SiloRole.Gateway,
        Membership = Times(settings),
    };

    private static MembershipOptions Times(ServeSettings settings) =>
        settings.Lease is { } lease ? MembershipOptions.ForLease(lease) : new MembershipOptions();

    private static TollamaException Refuse(string message) => new(ErrorCode.InvalidRequest, message);
}
