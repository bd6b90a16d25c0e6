using System.Globalization;
using System.Runtime.InteropServices;
using Tollama.Onnx.Encoding;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Bench.Networks;

/// <summary>
/// The forms of a linear layer: twelve perceptrons 768 → 3 072 → 768 over weights in a file, two threads, by number of
/// tokens; milliseconds of a run, best tenth.
/// </summary>
internal static class ProductsBenchmark
{
    private const int Width = 768;
    private const int Hidden = 3072;
    private const int Layers = 12;

    public static int Run(string[] arguments)
    {
        _ = arguments; // there is nothing to choose
        string folder = Directory.CreateTempSubdirectory("tollama-products-").FullName;
        try
        {
            Measure(folder);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Measure(string folder)
    {
        using var engine = new InferenceEngine(new EngineOptions { Threads = 2 });
        string path = Path.Combine(folder, SafetensorsCheckpoint.SingleName);
        Write(path);
        using var weights = SafetensorsCheckpoint.OpenSingle(path);
        var graph = Describe(weights);
        using var weightsFirst = Load(engine, graph, weights, isPacked: false);
        using var tokensFirst = Load(engine, graph.ForManyTokens(), weights, isPacked: false);
        using var packed = Load(engine, graph.ForManyTokens(), weights, isPacked: true);
        Console.WriteLine("tokens   weights first   tokens first   tokens first, packed at load");
        foreach (int tokens in (int[])[1, 8, 16, 32, 37, 48, 64, 96, 128, 192, 296, 592, 1184])
        {
            float[] numbers = [.. Enumerable.Range(0, tokens * Width).Select(i => MathF.Sin(i))];
            using var x = TensorValue.Wrap<float>(engine, numbers, tokens, Width);
            NamedTensor[] given = [new("x", x)];
            double[] times = Timing.InTurn(
                seconds: tokens < 200 ? 2 : 5,
                () => weightsFirst.Run(given, CancellationToken.None).Dispose(),
                () => tokensFirst.Run(given, CancellationToken.None).Dispose(),
                () => packed.Run(given, CancellationToken.None).Dispose());
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{tokens,6} {times[0],15:F1} {times[1],14:F1} {times[2],30:F1}"));
        }
    }

    private static void Write(string path)
    {
        var random = new Random(0);
        SafetensorsWriter.Write(
            path,
            [
                .. Enumerable.Range(0, Layers).SelectMany(i => new[]
                {
                    TensorSpec.Float32($"up.{i}", Hidden, Width), TensorSpec.Float32($"down.{i}", Width, Hidden),
                }),
            ],
            (_, bytes) =>
            {
                foreach (ref float value in MemoryMarshal.Cast<byte, float>(bytes))
                {
                    value = (random.NextSingle() - 0.5f) / 16;
                }
            });
    }

    private static GraphSpec Describe(SafetensorsCheckpoint weights)
    {
        var graph = new GraphBuilder("perceptrons");
        var x = graph.Input("x", DType.Float32, "tokens", Width);
        for (int i = 0; i < Layers; i++)
        {
            x += x.Linear(graph.Weight(weights.Get($"up.{i}"))).Relu().Linear(graph.Weight(weights.Get($"down.{i}")));
        }

        graph.Output("y", x);
        return graph.Build();
    }

    private static Session Load(
        InferenceEngine engine, GraphSpec graph, SafetensorsCheckpoint weights, bool isPacked) =>
        engine.CreateSession(
            ModelWriter.Write(graph),
            weights,
            SessionSettings.Default with { PrepacksWeights = isPacked },
            CancellationToken.None);
}
