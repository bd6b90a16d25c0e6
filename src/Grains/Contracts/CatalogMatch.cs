using Tollama.Core.Catalog;
using Tollama.Core.Inference;

namespace Tollama.Grains.Contracts;

/// <summary>What the catalog knows of a name.</summary>
/// <param name="Manifest">The install record; null when it is not installed.</param>
/// <param name="Entry">
/// The registry entry or built-in model of the installed name, or of the name itself; null without.
/// </param>
public sealed record CatalogMatch(ModelManifest? Manifest, RegistryEntry? Entry)
{
    /// <summary>The model as it is loaded; null when it is neither installed nor built in.</summary>
    public ModelArtifact? Describe() => (Manifest, Entry) switch
    {
        ({ } manifest, _) => Describe(manifest, Entry),
        (null, { IsBuiltIn: true } entry) => Describe(entry),
        _ => null,
    };

    private static ModelArtifact Describe(RegistryEntry entry) => new()
    {
        Name = entry.Name,
        Family = entry.Family,
        Source = entry.Source,
        Metadata = entry.Metadata ?? [],
        Capabilities = entry.Capabilities ?? ModelCapabilities.None,
    };

    /// <summary>The registry's capabilities win over the record's: they are what this version can do.</summary>
    private static ModelArtifact Describe(ModelManifest manifest, RegistryEntry? entry) => new()
    {
        Name = manifest.Name,
        Family = manifest.Family,
        Source = manifest.Source,
        SnapshotPath = manifest.SnapshotPath, // a folder of the silo's machine, which need not be this one
        Commit = manifest.CommitSha,
        SizeBytes = manifest.SizeBytes,
        IsLicenceAccepted = manifest.Licence.Accepted || !manifest.Licence.NeedsAcceptance,
        Metadata = manifest.Metadata ?? entry?.Metadata ?? [],
        Capabilities = entry?.Capabilities ?? manifest.Capabilities ?? ModelCapabilities.None,
    };
}
