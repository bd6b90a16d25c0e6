using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Checkpoints;

/// <summary>The folder in which an installed model's published files lie.</summary>
internal static class CheckpointFolder
{
    /// <summary>Absolute path of the folder.</summary>
    /// <exception cref="TollamaException">ModelUnsupported: the model has no weights on this machine.</exception>
    public static string Of(ModelArtifact artifact) =>
        Directory.Exists(artifact.SnapshotPath)
            ? artifact.SnapshotPath
            : throw new TollamaException(
                ErrorCode.ModelUnsupported,
                $"Model '{artifact.Name}' has no weights here; run 'tollama pull {artifact.Name}'.");

    /// <summary>Opens the weights of a folder, or null where they have not arrived yet.</summary>
    /// <exception cref="TollamaException">ModelUnsupported: a broken file.</exception>
    public static SafetensorsCheckpoint? TryOpenWeights(string snapshotPath) =>
        Directory.EnumerateFiles(snapshotPath, "*.safetensors").Any() ? SafetensorsCheckpoint.Open(snapshotPath) : null;

    /// <summary>Bytes of the weights once they are loaded.</summary>
    /// <exception cref="TollamaException">ModelUnsupported: no weights, or a broken file.</exception>
    public static long WeightBytes(ModelArtifact artifact)
    {
        using var checkpoint = SafetensorsCheckpoint.Open(Of(artifact));
        return checkpoint.LoadedBytes;
    }
}
