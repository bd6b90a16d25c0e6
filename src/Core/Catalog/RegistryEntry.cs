using System.Text.Json.Nodes;

namespace Tollama.Core.Catalog;

/// <summary>A model that can be pulled by name (storage-and-config §3).</summary>
public sealed record RegistryEntry
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Family as the contract names it.</summary>
    public required string Family { get; init; }

    /// <summary>Where its weights are published.</summary>
    public required ModelSource Source { get; init; }

    /// <summary>Licence; acceptance is recorded in the manifest, not here.</summary>
    public required ModelLicence Licence { get; init; }

    /// <summary>Metadata; null when there is none.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>Capabilities; null when there are none.</summary>
    public ModelCapabilities? Capabilities { get; init; }

    /// <summary>Built into the product: always ready, no pull, not in <c>available</c> or <c>installed</c>.</summary>
    public bool IsBuiltIn { get; init; }
}
