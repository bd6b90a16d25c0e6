using Tollama.Actors.Membership;

namespace Tollama.Actors.Hosting;

/// <summary>Settings of a member of a cluster.</summary>
public sealed record ClusterOptions
{
    /// <summary>
    /// The cluster's PostgreSQL database: <c>postgres://user@host:5432/database</c>; null for the workers of one
    /// machine and their parent.
    /// </summary>
    public string? Database { get; init; }

    /// <summary>Where the parent of this worker listens; null with a database, and for the parent itself.</summary>
    public string? Parent { get; init; }

    /// <summary>Name of this member; a restart keeps it. Letters, digits and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>Address to listen on for other members, <c>host:port</c>.</summary>
    public required string Listen { get; init; }

    /// <summary>The secret that all members share.</summary>
    public required string Secret { get; init; }

    /// <summary>What this member does.</summary>
    public SiloRole Role { get; init; } = SiloRole.Silo;

    /// <summary>What this member says about itself to the others: its devices, as JSON.</summary>
    public string Metadata { get; init; } = "{}";

    /// <summary>Times of the membership protocol.</summary>
    public MembershipOptions Membership { get; init; } = new();
}
