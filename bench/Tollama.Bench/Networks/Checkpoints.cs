using Tollama.Models;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Safetensors;

namespace Tollama.Bench.Networks;

/// <summary>Random checkpoints of published size, kept in the temporary folder between measurements.</summary>
internal static class Checkpoints
{
    private static readonly string Root = Path.Combine(Path.GetTempPath(), "tollama-bench");

    /// <summary>Folder of a family's first template; written when it is missing.</summary>
    public static string Ensure(INetworkFamily family)
    {
        var template = family.Templates[0];
        string folder = Path.Combine(Root, template.Name);
        if (!File.Exists(WeightsOf(folder)))
        {
            Console.Error.WriteLine($"writing {folder}");
            RandomCheckpoint.Write(family, template, folder, seed: 0);
        }

        return folder;
    }

    /// <summary>The weights file of a folder.</summary>
    public static string WeightsOf(string folder) => Path.Combine(folder, SafetensorsCheckpoint.SingleName);

    /// <summary>
    /// A copy of a checkpoint with every matrix but the embedding table turned into the layout in which an exported
    /// graph holds it, (inputs, outputs).
    /// </summary>
    public static string EnsureTransposed(string folder)
    {
        string target = $"{folder}-transposed";
        if (File.Exists(WeightsOf(target)))
        {
            return target;
        }

        Directory.CreateDirectory(target);
        using var source = SafetensorsFile.Open(WeightsOf(folder));
        SafetensorsWriter.Write(
            WeightsOf(target),
            [.. source.Tensors.Select(tensor => TensorSpec.Float32(
                tensor.Name, IsMatrix(tensor) ? [tensor.Shape[1], tensor.Shape[0]] : tensor.Shape.AsSpan()))],
            (spec, bytes) =>
            {
                _ = source.TryGet(spec.Name, out var tensor);
                Copy(tensor!, System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes));
            });
        return target;
    }

    private static bool IsMatrix(TensorView tensor) => tensor.Shape.Length == 2 && tensor.Name != "shared.weight";

    private static void Copy(TensorView tensor, Span<float> target)
    {
        float[] values = tensor.ToFloats();
        if (!IsMatrix(tensor))
        {
            values.CopyTo(target);
            return;
        }

        int rows = (int)tensor.Shape[0];
        int columns = (int)tensor.Shape[1];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                target[(column * rows) + row] = values[(row * columns) + column];
            }
        }
    }
}
