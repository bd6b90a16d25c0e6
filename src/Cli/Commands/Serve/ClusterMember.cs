using Tollama.Actors.Hosting;
using Tollama.Actors.Membership;
using Tollama.Core.Configuration;
using Tollama.Core.Errors;

namespace Tollama.Cli.Commands.Serve;

/// <summary>What the options of <c>serve</c> say about a member of a cluster.</summary>
internal static class ClusterMember
{
    /// <summary>Environment variable with the secret that all members share.</summary>
    public const string SecretVariable = "TOLLAMA_CLUSTER_SECRET";

    /// <summary>The member to be; null for a machine of its own.</summary>
    /// <exception cref="TollamaException">InvalidRequest: an option is missing, or two contradict each other.</exception>
    public static ClusterOptions? Describe(ServeSettings settings, ProcessEnvironment environment)
    {
        if (settings.HasWorkerPerDevice)
        {
            throw Refuse("--workers per-device is not available in this version; leave it out to run models in this process.");
        }

        if (settings.Cluster is null)
        {
            return settings.Role == ServeRole.All && settings.Listen is null
                ? null
                : throw Refuse("--role and --listen are for members of a cluster; add --cluster postgres://user@host:5432/database.");
        }

        return settings.Role == ServeRole.All
            ? throw Refuse("A member of a cluster is a silo or a gateway; add --role silo or --role gateway.")
            : new ClusterOptions
            {
                Database = settings.Cluster,
                Name = settings.Name ?? Environment.MachineName,
                Listen = settings.Listen
                    ?? throw Refuse("A member of a cluster needs an address for the others; add --listen ADDRESS:PORT."),
                Secret = environment.Text(SecretVariable)
                    ?? throw Refuse($"A member of a cluster needs the cluster's secret; set {SecretVariable}."),
                Role = settings.Role == ServeRole.Gateway ? SiloRole.Gateway : SiloRole.Silo,
            };
    }

    private static TollamaException Refuse(string message) => new(ErrorCode.InvalidRequest, message);
}
