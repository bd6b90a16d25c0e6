using Tollama.Models.ChronosBolt;
using Tollama.Onnx.Runtime;

namespace Tollama.Models.Tests.ChronosBolt;

public sealed class ChronosBoltRolloutTests
{
    [SkippableFact]
    public void Rolls_out_as_the_official_pipeline_does()
    {
        Golden.RequireEngine();
        using var golden = GoldenTensors.Open("chronos", "bolt-rollout");
        using var network = ChronosBoltNetwork.Load(
            Golden.Engine, golden.Checkpoint("chronos"), SessionSettings.Default, CancellationToken.None);
        int horizon = golden.Call.GetProperty("horizon").GetInt32();
        float[][] context = golden.Rows("context");

        float[][][] actual = ChronosBoltRollout.Run(
            network, context, [.. context.Select(_ => horizon)], CancellationToken.None);

        float[][] expected = golden.Rows("quantiles");
        for (int i = 0; i < context.Length; i++)
        {
            float[] seen = [.. context[i].Where(value => !float.IsNaN(value))];
            Golden.AssertClose(
                $"row {i}",
                expected[i],
                [.. actual[i].SelectMany(level => level)],
                1e-4 * (seen.Max() - seen.Min()),
                1e-5);
        }
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.5, 20)]
    [InlineData(0.75, 25)]
    [InlineData(1, 30)]
    public void Empirical_quantiles_interpolate_between_order_statistics(double level, float expected) =>
        Assert.Equal(expected, EmpiricalQuantiles.At([10, 20, 30], level), 1e-4f);
}
