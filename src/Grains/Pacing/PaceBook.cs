using System.Collections.Concurrent;
using Tollama.Core.Catalog;
using Tollama.Core.Inference;
using Tollama.Grains.Replicas;

namespace Tollama.Grains.Pacing;

/// <summary>
/// What this process has learnt of its models' speed, by copy. It outlives the copies: a model that is loaded again is
/// as fast as it was.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class PaceBook(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, ModelPace> _paces = new(StringComparer.Ordinal);

    /// <summary>The pace of a copy, new if the model has been pulled anew.</summary>
    /// <param name="replica">The copy, <c>model@silo/device</c>.</param>
    /// <param name="artifact">The model.</param>
    public ModelPace Of(string replica, ModelArtifact artifact)
    {
        string version = ArtifactIdentity.Describe(artifact);
        return _paces.AddOrUpdate(
            replica,
            _ => Create(artifact, version),
            (_, known) => known.Version == version ? known : Create(artifact, version));
    }

    /// <summary>The pace of a copy; null where none is known.</summary>
    public ModelPace? Find(string replica) => _paces.GetValueOrDefault(replica);

    private ModelPace Create(ModelArtifact artifact, string version) =>
        new(version, ModelLimits.Of(artifact.Metadata).Context ?? int.MaxValue, time);
}
