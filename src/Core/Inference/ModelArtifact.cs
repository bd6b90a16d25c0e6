using System.Text.Json.Nodes;
using Tollama.Core.Catalog;

namespace Tollama.Core.Inference;

/// <summary>An installed (or built-in) model, as a family sees it.</summary>
public sealed record ModelArtifact
{
    /// <summary>Name under which it is installed.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Family as the contract names it (<c>torch</c>, <c>timesfm</c>, <c>baseline</c>, <c>mock</c>, …).
    /// </summary>
    public required string Family { get; init; }

    /// <summary>Where it came from.</summary>
    public required ModelSource Source { get; init; }

    /// <summary>Absolute path of the folder with the published files; null for models without weights.</summary>
    public string? SnapshotPath { get; init; }

    /// <summary>Commit that was installed, as the install record names it; null without weights.</summary>
    public string? Commit { get; init; }

    /// <summary>Bytes of the published files; 0 for models without weights.</summary>
    public long SizeBytes { get; init; }

    /// <summary>Whether the licence is accepted, or needs no acceptance.</summary>
    public bool IsLicenceAccepted { get; init; } = true;

    /// <summary>Registry or manifest metadata (<c>implementation</c>, <c>max_context</c>, …).</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>Declared covariate capabilities.</summary>
    public ModelCapabilities Capabilities { get; init; } = ModelCapabilities.None;

    /// <summary><c>metadata.implementation</c>, or null.</summary>
    public string? Implementation =>
        Metadata.TryGetPropertyValue("implementation", out var node) && node is JsonValue value
            && value.TryGetValue(out string? text) ? text : null;
}
