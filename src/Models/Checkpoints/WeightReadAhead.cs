using System.Buffers;
using Tollama.Core.Errors;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Checkpoints;

/// <summary>
/// Reads weights files from end to end. The engine maps them and would fetch each page from the disk when a forecast
/// first touches it; read once while the session is prepared, they lie in the system's memory when the model is loaded,
/// and a disk that fails is a refused load.
/// </summary>
internal static class WeightReadAhead
{
    private const int BlockBytes = 1 << 20;

    /// <summary>Reads the weights of a folder.</summary>
    /// <param name="folder">Folder of the checkpoint.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TollamaException">ModelUnsupported: no weights, or a file that cannot be read.</exception>
    public static void Run(string folder, CancellationToken cancellationToken)
    {
        using var checkpoint = SafetensorsCheckpoint.Open(folder);
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            foreach (var file in checkpoint.Files)
            {
                ReadThrough(file.Path, block, cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static void ReadThrough(string path, byte[] block, CancellationToken cancellationToken)
    {
        try
        {
            using var handle = File.OpenHandle(path, options: FileOptions.SequentialScan);
            long position = 0;
            for (int read; (read = RandomAccess.Read(handle, block, position)) > 0; position += read)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TollamaException(
                ErrorCode.ModelUnsupported,
                $"The weights '{path}' cannot be read ({e.Message.TrimEnd('.')}). Check the disk, "
                    + "or pull the model again.",
                e);
        }
    }
}
