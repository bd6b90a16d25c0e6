using System.Text.Json.Nodes;

namespace Tollama.Silo.Cluster;

/// <summary>The profiles of a cluster as they are stored.</summary>
internal sealed record ProfilesNote
{
    /// <summary>Profiles by name.</summary>
    public IReadOnlyDictionary<string, JsonObject> Profiles { get; init; } = new Dictionary<string, JsonObject>();

    /// <summary>Names that were deleted and not written since: nobody brings such a profile along.</summary>
    public IReadOnlyList<string> Deleted { get; init; } = [];
}
