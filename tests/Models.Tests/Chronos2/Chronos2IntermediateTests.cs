using Tollama.Models.Blocks;
using Tollama.Models.Checkpoints;
using Tollama.Models.Chronos2;
using Tollama.Onnx.Runtime;

namespace Tollama.Models.Tests.Chronos2;

/// <summary>Intermediate values against the official network's, so that an error is found where it arises.</summary>
public sealed class Chronos2IntermediateTests
{
    private static readonly string[] PerToken = ["tokens", "block0_time", "block0_group", "block0"];

    private static readonly string[] Whole = ["loc", "scale", "token_mask", "head"];

    [SkippableTheory]
    [InlineData("c2-univariate", false, 1)]
    [InlineData("c2-univariate", false, long.MaxValue)]
    [InlineData("c2-one-group", true, 1)]
    [InlineData("c2-one-group", true, long.MaxValue)]
    public void Intermediate_values_are_those_of_the_official_network(string name, bool isOneGroup, long tokens)
    {
        Golden.RequireEngine();
        using var golden = GoldenTensors.Open("chronos", name);
        using var result = Run(golden, isOneGroup, tokens);

        foreach (string tap in Whole)
        {
            Golden.AssertClose(tap, golden.Floats(tap), result[tap].AsSpan<float>(), 1e-4, 1e-4);
        }

        float[] mask = golden.Floats("token_mask");
        foreach (string tap in PerToken)
        {
            // A masked token never reaches an output, and the official code gives it other values.
            int width = golden.Shape(tap)[^1];
            float[] expected = Visible(golden.Floats(tap), mask, width);
            Golden.AssertClose(tap, expected, Visible(result[tap].AsSpan<float>(), mask, width), 1e-4, 1e-4);
        }
    }

    private static RunResult Run(GoldenTensors golden, bool isOneGroup, long tokens)
    {
        string folder = golden.Checkpoint("chronos");
        var config = Chronos2Config.Read(ConfigSection.Open(folder));
        var taps = new GraphTaps(PerToken.Concat(Whole).ToHashSet(StringComparer.Ordinal));
        using var session = NetworkSession.Load(
            Golden.Engine,
            folder,
            checkpoint => Chronos2Graph.Build(config, Chronos2Weights.Read(checkpoint, config), taps),
            SessionSettings.Default,
            CancellationToken.None);

        float[][] rows = golden.Rows("context");
        int length = (rows[0].Length + config.Patch - 1) / config.Patch * config.Patch;
        float[] context = [.. rows.SelectMany(row => Enumerable.Repeat(float.NaN, length - row.Length).Concat(row))];
        int ahead = golden.Call.GetProperty("num_output_patches").GetInt32() * config.Patch;
        float[] future = new float[rows.Length * ahead];
        Array.Fill(future, float.NaN);
        long groups = isOneGroup ? 1 : rows.Length;
        using var contextTensor = TensorValue.Wrap(
            Golden.Engine,
            context.AsMemory(),
            groups,
            rows.Length / groups,
            length);
        using var futureTensor = TensorValue.Wrap(
            Golden.Engine,
            future.AsMemory(),
            groups,
            rows.Length / groups,
            ahead);
        return session.Run(
            [new(Chronos2Graph.Context, contextTensor), new(Chronos2Graph.Future, futureTensor)],
            tokens,
            CancellationToken.None);
    }

    private static float[] Visible(ReadOnlySpan<float> values, float[] mask, int width)
    {
        var kept = new List<float>();
        for (int token = 0; token < mask.Length; token++)
        {
            if (mask[token] != 0)
            {
                kept.AddRange(values.Slice(token * width, width));
            }
        }

        return [.. kept];
    }
}
