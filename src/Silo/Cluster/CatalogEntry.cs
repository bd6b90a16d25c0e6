using System.Text.Json.Nodes;

namespace Tollama.Silo.Cluster;

/// <summary>A model of a cluster as it is stored.</summary>
/// <param name="Manifest">Its install record in the layout of the file.</param>
/// <param name="AcceptedBy">Who took the acceptance of its licence; null without.</param>
internal sealed record CatalogEntry(JsonObject Manifest, string? AcceptedBy);
