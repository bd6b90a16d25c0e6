using Tollama.Core.Inference;
using Tollama.Grains.Contracts;
using Tollama.Grains.Placement;
using Tollama.Grains.Replicas;

namespace Tollama.Grains.Models;

/// <summary>Placement goes by what was measured of a model earlier, where that is known.</summary>
internal sealed partial class ModelGrain
{
    private IReadOnlyList<MeasuredProfile> _known = [];

    private async Task RecallAsync(ModelArtifact artifact)
    {
        if (factory.EstimateBytes(artifact) > 0)
        {
            string version = ArtifactIdentity.Describe(artifact);
            _known = await survey.ProfilesAsync(GrainFactory, version) ?? _known;
            _known = [.. _known.Where(profile => profile.Version == version)];
        }
    }

    /// <summary>
    /// The least that it takes on any kind of device: each device reckons again with what it takes there.
    /// </summary>
    private long PredictBytes(ModelArtifact artifact) => _known.Count > 0
        ? _known.Min(profile => profile.Bytes)
        : DeviceViews.Predict(factory.EstimateBytes(artifact));

    private TimeSpan PredictLoad() => _known.Count > 0 ? _known.Max(profile => profile.LoadTime) : TimeSpan.Zero;
}
