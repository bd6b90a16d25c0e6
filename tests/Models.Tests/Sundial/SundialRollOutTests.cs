using System.Text.Json;
using Tollama.Models.Sundial;
using Tollama.Onnx.Runtime;

namespace Tollama.Models.Tests.Sundial;

/// <summary>Official draws, noise given.</summary>
public sealed class SundialRollOutTests
{
    [SkippableTheory]
    [InlineData("generate-rollout")]
    [InlineData("generate-forward")]
    public void Given_noise_gives_the_official_samples(string name)
    {
        Golden.RequireEngine();
        using var golden = GoldenTensors.Open("sundial", name);
        using var network = Load(golden);

        foreach (
            var run in golden
                .Call.GetProperty("runs")
                .EnumerateArray()
                .Where(run => run.GetProperty("revin").GetBoolean()))
        {
            string prefix = run.GetProperty("run").GetString() + ".";
            AssertRun(golden, network, prefix, Size(run), block => golden.Rows($"{prefix}noise{block}"));
        }
    }

    [SkippableFact]
    public void A_horizon_past_the_block_continues_after_the_median()
    {
        Golden.RequireEngine();
        using var golden = GoldenTensors.Open("sundial", "generate-past-720");
        using var network = Load(golden);

        AssertRun(
            golden,
            network,
            prefix: string.Empty,
            (1, golden.Call.GetProperty("M").GetInt32(), golden.Call.GetProperty("h").GetInt32()),
            block => golden.Rows($"noise{block}"));
    }

    [SkippableFact]
    public void Contexts_of_every_length_are_padded_as_the_official_code_pads_them()
    {
        Golden.RequireEngine();
        using var golden = GoldenTensors.Open("sundial", "decoder-lengths");
        using var network = Load(golden);

        foreach (int length in golden.Call.GetProperty("lengths").EnumerateArray().Select(x => x.GetInt32()))
        {
            string prefix = $"len{length}.";
            AssertRun(golden, network, prefix, Size(golden.Call), _ => golden.Rows($"{prefix}noise"));
        }
    }

    private static SundialNetwork Load(GoldenTensors golden) => SundialNetwork.Load(
        Golden.Engine, golden.Checkpoint("sundial"), horizon: 1440, SessionSettings.Default, CancellationToken.None);

    private static (int Batch, int Samples, int Horizon) Size(JsonElement run) =>
        (run.GetProperty("B").GetInt32(), run.GetProperty("M").GetInt32(), run.GetProperty("h").GetInt32());

    private static void AssertRun(
        GoldenTensors golden,
        SundialNetwork network,
        string prefix,
        (int Batch, int Samples, int Horizon) size,
        Func<int, float[][]> drawn)
    {
        float[][] contexts = golden.Rows($"{prefix}context");
        var rows = contexts.Select(context =>
            new SundialRow(Array.ConvertAll(context, value => (double)value), network.Config.Patch)).ToArray();

        float[][] sampled = new SundialDecoder(network).Sample(
            rows,
            size.Horizon,
            size.Samples,
            (row, block, first, noise) => CopyNoise(drawn(block), row, size, first, noise),
            CancellationToken.None);

        float[][] expected = golden.Rows($"{prefix}samples");
        for (int b = 0; b < size.Batch; b++)
        {
            double span = contexts[b].Max() - contexts[b].Min();
            Golden.AssertClose($"{prefix}series {b}", expected[b], sampled[b], 2e-4 * span, 1e-5);
        }
    }

    /// <summary>
    /// One entry point draws (series, samples · block), the other has row s·B + b for sample s of series b.
    /// </summary>
    private static void CopyNoise(
        float[][] drawn, int row, (int Batch, int Samples, int Horizon) size, int first, Span<float> noise)
    {
        bool isBySeries = drawn.Length == size.Batch;
        int width = isBySeries ? drawn[0].Length / size.Samples : drawn[0].Length;
        for (int i = 0; i < noise.Length / width; i++)
        {
            int sample = first + i;
            var from = isBySeries
                ? drawn[row].AsSpan(sample * width, width)
                : drawn[(sample * size.Batch) + row].AsSpan();
            from.CopyTo(noise[(i * width)..]);
        }
    }
}
