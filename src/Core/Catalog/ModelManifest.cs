using System.Text.Json.Nodes;

namespace Tollama.Core.Catalog;

/// <summary>The install record of a model: <c>models/&lt;name&gt;/manifest.json</c> (storage-and-config §2).</summary>
public sealed record ModelManifest
{
    /// <summary>Name under which it is installed.</summary>
    public required string Name { get; init; }

    /// <summary>Family as the contract names it.</summary>
    public required string Family { get; init; }

    /// <summary>Where it came from.</summary>
    public required ModelSource Source { get; init; }

    /// <summary>Commit of the pulled revision, <c>unknown</c>, <c>local</c>, or null before a pull.</summary>
    public string? CommitSha { get; init; }

    /// <summary>Absolute path of the weights folder; null before a pull.</summary>
    public string? SnapshotPath { get; init; }

    /// <summary>Bytes of the weights folder.</summary>
    public long SizeBytes { get; init; }

    /// <summary>ISO UTC time of the last pull; null before.</summary>
    public string? PulledAt { get; init; }

    /// <summary>ISO UTC time of the first install; null in old files that lack it.</summary>
    public string? InstalledAt { get; init; }

    /// <summary>Licence and acceptance.</summary>
    public required ModelLicence Licence { get; init; }

    /// <summary>Registry metadata; null when the registry had none.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>Capabilities; null when the registry had none.</summary>
    public ModelCapabilities? Capabilities { get; init; }
}
