namespace Tollama.Silo.Cluster;

/// <summary>The models of a cluster as they are stored.</summary>
internal sealed record CatalogNote
{
    /// <summary>Install records by name.</summary>
    public IReadOnlyDictionary<string, CatalogEntry> Models { get; init; } =
        new Dictionary<string, CatalogEntry>();

    /// <summary>
    /// Names that were removed and not pulled since: whoever brings such a model along keeps it alone.
    /// </summary>
    public IReadOnlyList<string> Removed { get; init; } = [];
}
