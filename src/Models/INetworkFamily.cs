using Tollama.Models.Checkpoints;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models;

/// <summary>A family whose models are networks: graphs over the weights of a checkpoint.</summary>
public interface INetworkFamily : IModelFamily
{
    /// <summary>What can be generated with random numbers, the published size of each model first.</summary>
    IReadOnlyList<CheckpointTemplate> Templates { get; }

    /// <summary>The graph that a checkpoint is computed with.</summary>
    /// <param name="snapshotPath">Folder with the checkpoint's <c>config.json</c>.</param>
    /// <param name="checkpoint">Its weights, opened or planned.</param>
    /// <exception cref="Core.Errors.TollamaException">
    /// ModelUnsupported: files that are broken or do not fit each other.
    /// </exception>
    GraphSpec Describe(string snapshotPath, SafetensorsCheckpoint checkpoint);

    /// <summary>
    /// The graph that a checkpoint is computed with, its free axes fixed for a context and a horizon.
    /// </summary>
    /// <param name="snapshotPath">Folder with the checkpoint's <c>config.json</c>.</param>
    /// <param name="checkpoint">Its weights.</param>
    /// <param name="context">Observations of a series; null for any number.</param>
    /// <param name="horizon">Steps ahead; null for any number.</param>
    /// <exception cref="Core.Errors.TollamaException">
    /// ModelUnsupported: files that are broken or do not fit each other. InvalidRequest: the network takes no such
    /// lengths.
    /// </exception>
    GraphSpec Describe(string snapshotPath, SafetensorsCheckpoint checkpoint, int? context, int? horizon);
}
