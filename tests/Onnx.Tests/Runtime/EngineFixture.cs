using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Tollama.Onnx.Encoding;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Onnx.Tests.Runtime;

/// <summary>One engine for the tests of this folder, and small graphs to run on it.</summary>
public sealed class EngineFixture : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-engine-").FullName;

    public EngineFixture()
    {
        Engine = new InferenceEngine(new EngineOptions
        {
            Threads = 1,
            Log = Messages.Enqueue,
            MinimumLevel = EngineLogLevel.Information,
        });
        Skip = Engine.Probe().Fault;
        SafetensorsWriter.Write(
            Path.Combine(_folder, "model.safetensors"),
            [TensorSpec.Float32("w", 3, 2), TensorSpec.Float32("b", 3), new TensorSpec("half", DType.BFloat16, [3, 2])],
            (spec, bytes) =>
            {
                for (int i = 0; i < bytes.Length / spec.DType.ByteSize(); i++)
                {
                    if (spec.DType == DType.BFloat16)
                    {
                        MemoryMarshal.Cast<byte, ushort>(bytes)[i] = DTypeConversion.ToBFloat16(i + 1);
                    }
                    else
                    {
                        MemoryMarshal.Cast<byte, float>(bytes)[i] = i + 1;
                    }
                }
            });
        Checkpoint = SafetensorsCheckpoint.Open(_folder);
    }

    public InferenceEngine Engine { get; }

    public SafetensorsCheckpoint Checkpoint { get; }

    public ConcurrentQueue<EngineLogEntry> Messages { get; } = new();

    /// <summary>Why the tests cannot run; null where they can.</summary>
    public string? Skip { get; }

    /// <summary>y = x·wᵀ + b, rows free.</summary>
    public OnnxModel Linear(string weight = "w")
    {
        var g = new GraphBuilder("linear");
        var x = g.Input("x", DType.Float32, "rows", 2);
        g.Output("y", x.Linear(g.Weight(Checkpoint.Get(weight)), g.Weight(Checkpoint.Get("b"))));
        return ModelWriter.Write(g.Build());
    }

    /// <summary>Products of a square matrix with itself, one after the other: takes as long as one likes.</summary>
    public static OnnxModel Slow(int products)
    {
        var g = new GraphBuilder("slow");
        var x = g.Input("x", DType.Float32, "n", "n");
        var y = x;
        for (int i = 0; i < products; i++)
        {
            y = y.MatMul(x);
        }

        g.Output("y", y);
        return ModelWriter.Write(g.Build());
    }

    public void Dispose()
    {
        Checkpoint.Dispose();
        Engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
