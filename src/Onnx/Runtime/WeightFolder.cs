using System.Collections.Immutable;
using Tollama.Core.Errors;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Safetensors;

namespace Tollama.Onnx.Runtime;

/// <summary>
/// Where the engine finds the weights of a graph. It maps their files itself: a weight that it rearranges for its
/// kernels is let go right after that, so that loading never holds a second copy, and what it computes with in place
/// stays in the file.
/// </summary>
internal static class WeightFolder
{
    /// <summary>The folder that the graph's places count from.</summary>
    /// <exception cref="TollamaException">
    /// ModelUnsupported: a weight lies outside the checkpoint's files, or the files lie in different folders.
    /// </exception>
    public static string Of(ImmutableArray<Weight> weights, SafetensorsCheckpoint checkpoint)
    {
        var files = checkpoint.Files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        foreach (var weight in weights)
        {
            if (
                !files.TryGetValue(weight.File, out var file)
                || weight.Offset < 0
                || weight.Offset > file.Length - weight.Length)
            {
                throw new TollamaException(
                    ErrorCode.ModelUnsupported,
                    $"Weight '{weight.Name}' lies at byte {weight.Offset} of '{weight.File}', which the checkpoint "
                        + "lacks."
                );
            }
        }

        string?[] folders =
        [
            .. weights.Select(weight => Path.GetDirectoryName(weight.File)).Distinct(StringComparer.Ordinal),
        ];
        return folders is [{ } folder]
            ? folder
            : throw new TollamaException(
                ErrorCode.ModelUnsupported,
                $"The checkpoint's files lie in {folders.Length} folders ({string.Join(", ", folders)}); put them into "
                    + "one."
            );
    }
}
