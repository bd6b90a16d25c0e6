using System.Text.Json;
using Tollama.Models.Sundial;
using Tollama.Onnx.Runtime;

namespace Tollama.Models.Tests.Sundial;

public sealed class SundialRollOutTests
{
    [SkippableFact]
    public void Given_noise_gives_the_official_samples_over_several_blocks()
    {
        Golden.RequireEngine();
        using var golden = GoldenTensors.Open("sundial", "generate-rollout");
        using var network = SundialNetwork.Load(
            Golden.Engine, golden.Checkpoint("sundial"), horizon: 720, SessionSettings.Default, CancellationToken.None);
        var decoder = new SundialDecoder(network);

        foreach (var run in golden.Call.GetProperty("runs").EnumerateArray().Where(run => run.GetProperty("revin").GetBoolean()))
        {
            AssertRun(golden, run, network.Config, decoder);
        }
    }

    private static void AssertRun(GoldenTensors golden, JsonElement run, SundialConfig config, SundialDecoder decoder)
    {
        string name = run.GetProperty("run").GetString()!;
        int batch = run.GetProperty("B").GetInt32();
        int samples = run.GetProperty("M").GetInt32();
        float[][] contexts = golden.Rows($"{name}.context");
        var rows = contexts.Select(context =>
            new SundialRow(Array.ConvertAll(context, value => (double)value), config.Patch)).ToArray();

        float[][] sampled = decoder.Sample(
            rows,
            run.GetProperty("h").GetInt32(),
            samples,
            (row, block, first, noise) => CopyNoise(golden.Rows($"{name}.noise{block}"), row, batch, first, noise),
            CancellationToken.None);

        float[][] expected = golden.Rows($"{name}.samples");
        for (int b = 0; b < batch; b++)
        {
            double span = contexts[b].Max() - contexts[b].Min();
            Golden.AssertClose($"{name} series {b}", expected[b], sampled[b], 2e-4 * span, 1e-5);
        }
    }

    /// <summary>The official draw has row s·B + b for sample s of series b.</summary>
    private static void CopyNoise(float[][] drawn, int row, int batch, int first, Span<float> noise)
    {
        int width = drawn[0].Length;
        for (int sample = 0; sample < noise.Length / width; sample++)
        {
            drawn[((first + sample) * batch) + row].CopyTo(noise[(sample * width)..]);
        }
    }
}
