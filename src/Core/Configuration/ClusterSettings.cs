namespace Tollama.Core.Configuration;

/// <summary>
/// <c>cluster.*</c> of the settings file: what <c>tollama serve</c> takes where its command line says nothing. The
/// secret is not among them: files are copied and shown.
/// </summary>
public sealed record ClusterSettings
{
    /// <summary>PostgreSQL database of the cluster.</summary>
    public string? Database { get; init; }

    /// <summary><c>all</c>, <c>gateway</c> or <c>silo</c>.</summary>
    public string? Role { get; init; }

    /// <summary>Name of this member.</summary>
    public string? Name { get; init; }

    /// <summary>Address for the other members.</summary>
    public string? Listen { get; init; }

    /// <summary>Devices, as <c>--devices</c> takes them.</summary>
    public string? Devices { get; init; }

    /// <summary><c>in-process</c> or <c>per-device</c>.</summary>
    public string? Workers { get; init; }

    /// <summary>Seconds of a member's lease: how long one that is frozen or cut off is waited for.</summary>
    public double? LeaseSeconds { get; init; }
}
