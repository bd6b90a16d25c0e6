using System.Globalization;
using System.Text.Json;
using Tollama.Models;
using Tollama.Onnx.Encoding;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Runtime;
using Tollama.Onnx.Safetensors;

namespace Tollama.Bench.Networks;

/// <summary>
/// Chronos-2 of published size: our graph against a straightforward export, context 512, horizon 64, two threads, in
/// one run. Argument: path of a published <c>tollama</c> binary, to measure what it serves too.
/// </summary>
internal static class Chronos2Benchmark
{
    private const int Context = 512;
    private const int Horizon = 64;
    private const int Threads = 2;

    public static int Run(string[] arguments)
    {
        using var engine = new InferenceEngine(new EngineOptions { Threads = Threads });
        var family = ModelFamilies.All(engine).Families.OfType<INetworkFamily>().Single(one => one.Name == "chronos-2");
        string folder = Checkpoints.Ensure(family);
        using var weights = SafetensorsCheckpoint.Open(folder);
        using var transposed = SafetensorsCheckpoint.Open(Checkpoints.EnsureTransposed(folder));
        using var config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "config.json")));
        var graph = family.Describe(folder, weights);
        var inPlace = SessionSettings.Default with { PrepacksWeights = false, Optimization = GraphOptimization.None };
        using var ours = Load(engine, graph, weights, inPlace);
        using var oursForMany = Load(engine, graph.ForManyTokens(), weights, inPlace);
        using var reference = Load(
            engine, Chronos2Reference.Build(transposed, config.RootElement), transposed, SessionSettings.Default);
        Console.WriteLine(
            $"chronos-2 of published size, context {Context}, horizon {Horizon}, {Threads} threads; 10th percentile");
        Console.WriteLine("batch   ours ms  GFLOP/s   reference ms  GFLOP/s   ours/reference   greatest difference");
        foreach (int batch in (int[])[1, 32])
        {
            Compare(engine, batch == 1 ? ours : oursForMany, reference, batch);
        }

        if (arguments is [var binary])
        {
            ServedSeries.Measure(binary, folder, engine, oursForMany);
        }

        return 0;
    }

    /// <summary>The inputs of our graph for rows that are groups of their own.</summary>
    public static NamedTensor[] Inputs(InferenceEngine engine, int batch)
    {
        var (context, future) = Series(batch);
        return
        [
            new("context", TensorValue.Wrap<float>(engine, context, batch, 1, Context)),
            new("future", TensorValue.Wrap<float>(engine, future, batch, 1, Horizon)),
        ];
    }

    private static Session Load(
        InferenceEngine engine, GraphSpec graph, SafetensorsCheckpoint weights, SessionSettings settings) =>
        engine.CreateSession(ModelWriter.Write(graph), weights, settings, CancellationToken.None);

    private static void Compare(InferenceEngine engine, Session ours, Session reference, int batch)
    {
        var (context, future) = Series(batch);
        long[] groups = [.. Enumerable.Range(0, batch).Select(row => (long)row)];
        NamedTensor[] given = Inputs(engine, batch);
        NamedTensor[] referenceGiven =
        [
            new("context", TensorValue.Wrap<float>(engine, context, batch, Context)),
            new("future", TensorValue.Wrap<float>(engine, future, batch, Horizon)),
            new("group_ids", TensorValue.Wrap<long>(engine, groups, batch)),
        ];
        double difference = Difference(ours, given, reference, referenceGiven);
        double[] times = Timing.InTurn(
            seconds: batch == 1 ? 4 : 10,
            () => ours.Run(given, CancellationToken.None).Dispose(),
            () => reference.Run(referenceGiven, CancellationToken.None).Dispose());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{batch,5} {times[0],9:F1} {Work(batch, isDense: false) / times[0],8:F0} {times[1],14:F1} "
            + $"{Work(batch, isDense: true) / times[1],8:F0} {times[0] / times[1],16:F2} {difference,21:G2}"));
        foreach (var tensor in given.Concat(referenceGiven))
        {
            tensor.Value.Dispose();
        }
    }

    private static double Difference(
        Session ours, NamedTensor[] given, Session reference, NamedTensor[] referenceGiven)
    {
        using var left = ours.Run(given, CancellationToken.None);
        using var right = reference.Run(referenceGiven, CancellationToken.None);
        var a = left["quantiles"].AsSpan<float>();
        var b = right["quantiles"].AsSpan<float>();
        double greatest = 0;
        for (int i = 0; i < a.Length; i++)
        {
            greatest = Math.Max(greatest, Math.Abs(a[i] - b[i]));
        }

        return greatest;
    }

    private static (float[] Context, float[] Future) Series(int batch)
    {
        float[] context =
        [
            .. Enumerable.Range(0, batch * Context).Select(i => 50 + (10 * MathF.Sin(i / (3f + (i / Context))))),
        ];
        float[] future = new float[batch * Horizon];
        future.AsSpan().Fill(float.NaN);
        return (context, future);
    }

    /// <summary>
    /// Millions of floating-point operations of one call (2 a multiply-add), by the published dimensions.
    /// </summary>
    private static double Work(int batch, bool isDense)
    {
        const double D = 768, Inner = 768, F = 3072, P = 16, Q = 21, Layers = 12, N = Context / P, Ahead = Horizon / P;
        const double S = N + 1 + Ahead;
        double inputs = 2 * batch * (N + Ahead) * ((3 * P * F) + (F * D) + (3 * P * D));
        double group = isDense
            ? (8 * batch * S * D * Inner) + (4 * S * batch * batch * Inner)
            : 4 * batch * S * D * Inner;
        double layer = (8 * batch * S * D * Inner) + (4 * batch * S * S * Inner) + group + (4 * batch * S * D * F);
        double head = 2 * batch * Ahead * ((D * F) + (F * Q * P) + (D * Q * P));
        return (inputs + (Layers * layer) + head) / 1e6;
    }
}
