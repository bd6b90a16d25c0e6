using System.Text.Json.Nodes;
using Tollama.Core.Inference;
using Tollama.Models.Serving;

namespace Tollama.Models.Toto;

/// <summary>Limits and defaults of an installed Toto: its metadata, or those of the published checkpoint.</summary>
/// <param name="Context">Points of history that are read.</param>
/// <param name="Horizon">Longest horizon.</param>
/// <param name="Samples">Samples when the request does not say.</param>
/// <param name="SamplesPerBatch">
/// Samples that the request is said to have drawn at a time, when it does not say.
/// </param>
/// <param name="UsesCache">Whether decoding is that of the authors' cache, when the request does not say.</param>
internal sealed record TotoLimits(int Context, int Horizon, int Samples, int SamplesPerBatch, bool UsesCache)
{
    /// <summary>Those of the published checkpoint.</summary>
    public static TotoLimits Published { get; } = new(4096, 720, 256, 256, UsesCache: true);

    /// <summary>Reads the limits of an artifact.</summary>
    public static TotoLimits Of(ModelArtifact artifact) => new(
        MetadataNumbers.Positive(artifact, "max_context", Published.Context),
        MetadataNumbers.Positive(artifact, "max_horizon", Published.Horizon),
        MetadataNumbers.Positive(artifact, "default_num_samples", Published.Samples),
        MetadataNumbers.Positive(artifact, "default_samples_per_batch", Published.SamplesPerBatch),
        !artifact.Metadata.TryGetPropertyValue("default_use_kv_cache", out var node)
            || node is not JsonValue value || !value.TryGetValue(out bool uses) || uses);

    /// <summary>As metadata of an identified checkpoint.</summary>
    public JsonObject ToMetadata(string implementation) => new()
    {
        ["implementation"] = implementation,
        ["max_context"] = Context,
        ["max_horizon"] = Horizon,
        ["default_num_samples"] = Samples,
        ["default_samples_per_batch"] = SamplesPerBatch,
        ["default_use_kv_cache"] = UsesCache,
    };
}
