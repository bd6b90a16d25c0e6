using System.Collections.Immutable;
using Tollama.Core.Errors;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Safetensors;

namespace Tollama.Onnx.Runtime;

/// <summary>
/// Where the engine finds weights that it is not handed as they lie (<see cref="MappedWeights"/>): those that it widens
/// or multiplies with each other when it loads a graph, and all of them where an accelerator computes.
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
