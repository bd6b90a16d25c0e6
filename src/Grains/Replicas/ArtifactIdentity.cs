using System.Text.Json.Nodes;
using Tollama.Core.Inference;

namespace Tollama.Grains.Replicas;

/// <summary>Whether two artifacts are the same weights read the same way.</summary>
internal static class ArtifactIdentity
{
    public static bool AreSame(ModelArtifact left, ModelArtifact right) =>
        left.Family == right.Family
        && left.Source == right.Source
        && left.SnapshotPath == right.SnapshotPath
        && left.Commit == right.Commit
        && left.Capabilities == right.Capabilities
        && (ReferenceEquals(left.Metadata, right.Metadata) || JsonNode.DeepEquals(left.Metadata, right.Metadata));

    /// <summary>A short name of the weights: where they came from and where they lie.</summary>
    public static string Describe(ModelArtifact artifact) =>
        $"{artifact.Source.Type}:{artifact.Source.RepoId}@{artifact.Commit ?? artifact.Source.Revision}:{artifact.SnapshotPath}";
}
