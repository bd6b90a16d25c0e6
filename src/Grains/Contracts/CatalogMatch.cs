using Tollama.Core.Catalog;

namespace Tollama.Grains.Contracts;

/// <summary>What the catalog knows of a name.</summary>
/// <param name="Manifest">The install record; null when it is not installed.</param>
/// <param name="Entry">
/// The registry entry or built-in model of the installed name, or of the name itself; null without.
/// </param>
public sealed record CatalogMatch(ModelManifest? Manifest, RegistryEntry? Entry);
