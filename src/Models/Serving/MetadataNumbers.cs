using System.Text.Json.Nodes;
using Tollama.Core.Inference;

namespace Tollama.Models.Serving;

/// <summary>
/// Positive integers of a model's metadata; anything else counts as absent (covariates-and-families §3).
/// </summary>
internal static class MetadataNumbers
{
    /// <summary>The number under a key, or the fallback.</summary>
    public static int Positive(ModelArtifact artifact, string key, int fallback) =>
        artifact.Metadata.TryGetPropertyValue(key, out var node) && node is JsonValue value
            && value.TryGetValue(out int number) && number > 0 ? number : fallback;
}
