using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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

    /// <summary>
    /// A name of the weights and of how they are read, the same on every machine: source, commit, size, and a digest of
    /// the metadata.
    /// </summary>
    public static string Describe(ModelArtifact artifact)
    {
        byte[] metadata = SHA256.HashData(Encoding.UTF8.GetBytes(artifact.Metadata.ToJsonString()));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{artifact.Source.Type}:{artifact.Source.RepoId}@{artifact.Commit ?? artifact.Source.Revision}"
                + $":{artifact.SizeBytes}:{Convert.ToHexStringLower(metadata)[..16]}");
    }
}
