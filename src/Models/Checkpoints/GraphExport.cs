using Tollama.Core.Errors;
using Tollama.Onnx.Encoding;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Checkpoints;

/// <summary>
/// Writes the graph that a checkpoint is computed with as an ONNX file, for other programs: beside the published
/// weights, which it points into, or with a copy of them inside.
/// </summary>
public static class GraphExport
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "model.onnx";

    // A protocol buffer may not be longer; room is left for the graph itself.
    private const long MostEmbeddedBytes = int.MaxValue - (16L << 20);

    /// <summary>Writes the file. The folder is made when it is missing.</summary>
    /// <param name="family">The checkpoint's family.</param>
    /// <param name="snapshotPath">Folder of the checkpoint.</param>
    /// <param name="folder">Folder to write into; its <c>model.onnx</c> is replaced.</param>
    /// <param name="isSelfContained">Whether the weights go into the file.</param>
    /// <param name="context">Observations that the graph is fixed to; null for any number.</param>
    /// <param name="horizon">Steps that the graph is fixed to; null for any number.</param>
    /// <param name="link">Gives a file (first) a second name (second); false where that cannot be.</param>
    /// <exception cref="TollamaException">
    /// ModelUnsupported: files that are broken or do not fit each other. InvalidRequest: the weights are too big to go
    /// into an ONNX file, other weights lie in the folder, or the network takes no such lengths.
    /// </exception>
    public static ExportedGraph Write(
        INetworkFamily family,
        string snapshotPath,
        string folder,
        bool isSelfContained,
        int? context,
        int? horizon,
        Func<string, string, bool> link)
    {
        using var checkpoint = SafetensorsCheckpoint.Open(snapshotPath);
        var graph = family.Describe(snapshotPath, checkpoint, context, horizon);
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, FileName);
        if (isSelfContained)
        {
            RequireRoom(graph);
            Replace(path, stream => ModelWriter.WriteSelfContained(graph, checkpoint, stream));
            return new ExportedGraph(path, graph, ModelWriter.Write(graph).Hash, []);
        }

        var targets = checkpoint.Files.ToDictionary(
            file => file.Path, file => Path.Combine(folder, NameOf(file, checkpoint)), StringComparer.Ordinal);
        var model = ModelWriter.Write(
            graph with { Weights = [.. graph.Weights.Select(weight => weight with { File = targets[weight.File] })] });
        foreach (var (source, target) in targets)
        {
            Place(source, target, link);
        }

        Replace(path, stream => stream.Write(model.Bytes.Span));
        return new ExportedGraph(path, graph, model.Hash, [.. targets.Values]);
    }

    /// <summary>The name under which weights are published, whatever the store calls the file itself.</summary>
    private static string NameOf(SafetensorsFile file, SafetensorsCheckpoint checkpoint) =>
        checkpoint.Files.Length == 1 ? SafetensorsCheckpoint.SingleName : Path.GetFileName(file.Path);

    private static void RequireRoom(GraphSpec graph)
    {
        long bytes = graph.Weights.Sum(weight => weight.Length);
        if (bytes > MostEmbeddedBytes)
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"The weights have {bytes} bytes, and an ONNX file holds at most {int.MaxValue}; export without "
                    + "--self-contained."
            );
        }
    }

    private static void Place(string source, string target, Func<string, string, bool> link)
    {
        if (string.Equals(source, target, StringComparison.Ordinal))
        {
            return;
        }

        if (File.Exists(target))
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest, $"'{target}' is there already; export into another folder, or remove it.");
        }

        if (!link(source, target))
        {
            File.Copy(source, target);
        }
    }

    private static void Replace(string path, Action<Stream> write)
    {
        string partial = path + ".partial";
        using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            write(stream);
        }

        File.Move(partial, path, overwrite: true);
    }
}
