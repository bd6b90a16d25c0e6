using Tollama.Core.Inference;
using Tollama.Models.Serving;

namespace Tollama.Models.Sundial;

/// <summary>Limits of an installed Sundial: its metadata, or those of the published checkpoint.</summary>
/// <param name="Context">Points of history that are read.</param>
/// <param name="Horizon">Longest horizon.</param>
/// <param name="Samples">Samples when the request does not say.</param>
internal sealed record SundialLimits(int Context, int Horizon, int Samples)
{
    private const int LeastSamples = 20; // where the metadata has no usable number (covariates-and-families §4.5)

    /// <summary>Reads the limits of an artifact.</summary>
    public static SundialLimits Of(ModelArtifact artifact) => new(
        MetadataNumbers.Positive(artifact, "max_context", SundialRequest.DefaultContext),
        MetadataNumbers.Positive(artifact, "max_horizon", SundialRequest.DefaultHorizonLimit),
        MetadataNumbers.Positive(artifact, "default_num_samples", LeastSamples));
}
