using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Safetensors;

namespace Tollama.Onnx.Runtime;

/// <summary>
/// The weights of a graph as tensors over a checkpoint's mapping, handed to a session under construction. The session
/// computes with them where they lie, and so does every other one of the same checkpoint: one mapping serves all. What
/// it holds on to goes with the session's handle; disposing this gives up only our own hold.
/// </summary>
internal sealed unsafe class MappedWeights : IDisposable
{
    private readonly ImmutableArray<SafeHandle> _mappings;
    private readonly List<NativeHandle> _tensors = [];

    private MappedWeights(ImmutableArray<SafeHandle> mappings) => _mappings = mappings;

    /// <summary>What must outlive the session.</summary>
    public IEnumerable<SafeHandle> Handles => _mappings.Concat(_tensors);

    /// <summary>Gives a session the weights.</summary>
    /// <param name="runtime">The engine.</param>
    /// <param name="options">Options of the session.</param>
    /// <param name="weights">The graph's weights; their places have been checked.</param>
    /// <param name="checkpoint">The opened files.</param>
    public static MappedWeights Give(
        EngineRuntime runtime,
        SessionOptions options,
        ImmutableArray<Weight> weights,
        SafetensorsCheckpoint checkpoint)
    {
        var files = checkpoint.Files.ToDictionary(file => file.Path, StringComparer.Ordinal);
        var given = new MappedWeights([.. checkpoint.Files.Select(file => file.Mapping)]);
        bool isComplete = false;
        try
        {
            foreach (var weight in weights)
            {
                void* data = (byte*)files[weight.File].Address + weight.Offset;
                var tensor = TensorValue.Create(runtime, data, weight.Length, weight.DType, weight.Dims.AsSpan());
                given._tensors.Add(tensor);
                options.AddInitializer(weight.Name, tensor);
            }

            isComplete = true;
            return given;
        }
        finally
        {
            if (!isComplete)
            {
                given.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _tensors.ForEach(tensor => tensor.Dispose());
}
