using Tollama.Models.Chronos2;
using Tollama.Onnx.Runtime;

namespace Tollama.Models.Tests.Chronos2;

public sealed class Chronos2RolloutTests
{
    [SkippableFact]
    public void Rolls_out_as_the_official_pipeline_does()
    {
        Golden.RequireEngine();
        using var golden = GoldenTensors.Open("chronos", "c2-rollout");
        using var network = Chronos2Network.Load(
            Golden.Engine, golden.Checkpoint("chronos"), SessionSettings.Default, CancellationToken.None);
        int horizon = golden.Call.GetProperty("horizon").GetInt32();
        float[] ids = golden.Floats("group_ids");
        float[][] context = golden.Rows("context");
        float[][] future = golden.Rows("future_covariates");
        var groups = Enumerable.Range(0, ids.Length).GroupBy(row => ids[row]).Select(group => group.ToArray()).ToList();
        var tasks = groups.Select(rows => new Chronos2Task
        {
            Context = [.. rows.Select(row => context[row])],
            Future = [.. rows.Select(row => future[row])],
            Horizon = horizon,
        }).ToList();

        Chronos2Rollout.Run(network, tasks, CancellationToken.None);

        float[][] expected = golden.Rows("quantiles");
        for (int i = 0; i < tasks.Count; i++)
        {
            float[] target = [.. context[groups[i][0]].Where(value => !float.IsNaN(value))];
            float[] actual = [.. tasks[i].Quantiles.SelectMany(level => level)];
            Golden.AssertClose($"task {i}", expected[groups[i][0]], actual, 1e-4 * (target.Max() - target.Min()), 1e-5);
        }
    }

    [Fact]
    public void Weighted_quantiles_of_equal_weights_lie_between_order_statistics()
    {
        var quantiles = new float[3];

        new WeightedQuantiles([0.5], [0.25, 0.5, 0.75]).Reduce([30, 10, 20], quantiles);

        // A third of the mass each: sorted, 10, 20 and 30 cumulate to 1/3, 2/3 and 1.
        Assert.Equal(10, quantiles[0], 1e-4f);
        Assert.Equal(15, quantiles[1], 1e-4f);
        Assert.Equal(22.5, quantiles[2], 1e-4f);
    }
}
