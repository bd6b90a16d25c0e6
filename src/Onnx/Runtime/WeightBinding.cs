using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Tollama.Core.Errors;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Safetensors;

namespace Tollama.Onnx.Runtime;

/// <summary>
/// Gives the engine the weights of a graph where they lie in the mapped checkpoint. It reads them there, so nothing is
/// copied but what it rearranges for its kernels.
/// </summary>
internal static unsafe class WeightBinding
{
    /// <summary>Adds the graph's weights to the options of a session.</summary>
    /// <exception cref="TollamaException">ModelUnsupported: a weight lies outside the checkpoint's files.</exception>
    public static void Add(
        EngineRuntime runtime, nint options, ImmutableArray<Weight> weights, SafetensorsCheckpoint checkpoint)
    {
        var files = checkpoint.Files.ToDictionary(f => f.Path, StringComparer.Ordinal);
        byte[][] names = [.. weights.Select(w => EngineRuntime.PinnedText(w.Name))];
        var handles = new NativeHandle[weights.Length];
        try
        {
            void*[] namePointers = new void*[weights.Length];
            nint[] values = new nint[weights.Length];
            for (int i = 0; i < weights.Length; i++)
            {
                handles[i] = Map(runtime, weights[i], files);
                values[i] = handles[i].Value;
                namePointers[i] = Unsafe.AsPointer(ref names[i][0]); // pinned from its birth
            }

            fixed (void** nameList = namePointers)
            fixed (nint* valueList = values)
            {
                NativeStatus.Check(
                    runtime.Api,
                    runtime.Api.AddExternalInitializers(options, (byte**)nameList, valueList, (nuint)weights.Length),
                    "Binding the weights");
            }
        }
        finally
        {
            // The options hold their own reference to each value.
            foreach (var handle in handles)
            {
                handle?.Dispose();
            }

            GC.KeepAlive(names);
        }
    }

    private static NativeHandle Map(EngineRuntime runtime, Weight weight, Dictionary<string, SafetensorsFile> files)
    {
        if (!files.TryGetValue(weight.File, out var file) || weight.Offset < 0 || weight.Offset > file.Length - weight.Length)
        {
            throw new TollamaException(
                ErrorCode.ModelUnsupported,
                $"Weight '{weight.Name}' lies at byte {weight.Offset} of '{weight.File}', which the checkpoint lacks.");
        }

        return TensorValue.Create(
            runtime, (void*)(file.Address + (nint)weight.Offset), weight.Length, weight.DType, weight.Dims.AsSpan());
    }
}
