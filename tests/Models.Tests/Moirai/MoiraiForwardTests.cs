using Tollama.Models.Checkpoints;
using Tollama.Models.Moirai;
using Tollama.Onnx.Runtime;

namespace Tollama.Models.Tests.Moirai;

public sealed class MoiraiForwardTests
{
    [SkippableTheory]
    [InlineData("f1-univariate-padded", 40)]
    [InlineData("f2-covariates", 24)]
    [InlineData("f3-rollout", null)]
    [InlineData("f4-three-targets", 33)]
    // its first pass: a covariate that ends with the history has no token in later ones
    [InlineData("f5-p8-rollout", 24)]
    public void Passes_and_roll_outs_give_the_official_quantiles(string name, int? steps)
    {
        Golden.RequireEngine();
        using var golden = GoldenTensors.Open("uni2ts", name);
        using var network = MoiraiNetwork.Load(
            Golden.Engine, golden.Checkpoint("uni2ts"), SessionSettings.Default, CancellationToken.None);
        int horizon = golden.Call.GetProperty("horizon").GetInt32();
        var rows = Rows(golden, network.Config.Patch, steps ?? horizon);

        double[][][] ours = new MoiraiDecoder(network).Forecast(
            [.. rows.Select(row => row.Row)], rowsPerCall: 2, CancellationToken.None);

        int targets = golden.Call.GetProperty("targets").GetInt32();
        float[][] expected = golden.Rows("out.quantiles");
        for (int i = 0; i < rows.Count; i++)
        {
            for (int level = 0; level < ours[i].Length; level++)
            {
                float[] theirs = [.. Enumerable.Range(0, steps ?? horizon)
                    .Select(t => expected[rows[i].Index][((level * horizon) + t) * targets])];
                float[] mine = [.. ours[i][level].Select(value => (float)value)];
                Golden.AssertClose($"row {rows[i].Index}, level {level}", theirs, mine, 1e-4 * rows[i].Span, 0);
            }
        }
    }

    [SkippableTheory]
    [InlineData("f2-covariates")]
    [InlineData("f3-rollout")]
    [InlineData("f4-three-targets")]
    [InlineData("f5-p8-rollout")]
    public void Scales_are_the_official_ones(string name)
    {
        using var golden = GoldenTensors.Open("uni2ts", name);
        float[][] locations = golden.Rows("p0.loc");
        float[][] scales = golden.Rows("p0.scale");
        int patch = MoiraiConfig.Read(ConfigSection.Open(golden.Checkpoint("uni2ts"))).Patch;
        foreach (var (index, row, _) in Rows(golden, patch, golden.Call.GetProperty("horizon").GetInt32()))
        {
            var (location, scale) = row.TargetScale(written: 0);

            Assert.Equal(locations[index][0], location, 1e-4);
            Assert.Equal(scales[index][0], scale, 1e-4);
        }
    }

    /// <summary>
    /// The rows without padding by the caller, which no request of ours has: targets, then known and past covariates.
    /// </summary>
    private static List<(int Index, MoiraiRow Row, double Span)> Rows(GoldenTensors golden, int patch, int horizon)
    {
        float[][] padding = golden.Rows("in.past_is_pad");
        var rows = new List<(int, MoiraiRow, double)>();
        for (int i = 0; i < padding.Length; i++)
        {
            if (padding[i].Any(pad => pad != 0))
            {
                continue;
            }

            int length = padding[i].Length;
            var span = new MoiraiSpan(patch, length, horizon);
            float[][] targets = Columns(golden, "past_target", i);
            bool[][] observed = Flags(golden, "past_observed_target", i);
            var variates = new List<MoiraiVariate>(
                targets.Zip(observed).Select(pair => MoiraiVariate.Target(pair.First, pair.Second, span)));
            variates.AddRange(
                Covariates(golden, "feat_dynamic_real", "observed_feat_dynamic_real", i)
                    .Select(column => MoiraiVariate.Covariate(column.AsSpan(0, length + horizon), span)));
            variates.AddRange(
                Covariates(golden, "past_feat_dynamic_real", "past_observed_feat_dynamic_real", i)
                    .Select(column =>
                        MoiraiVariate.Covariate([.. column, .. Enumerable.Repeat(double.NaN, horizon)], span)));
            float[] seen = [.. targets[0].Where((_, t) => observed[0][t])];
            rows.Add((i, new MoiraiRow(span, variates), seen.Max() - seen.Min()));
        }

        Assert.NotEmpty(rows);
        return rows;
    }

    /// <summary>
    /// Covariates of a row, NaN where a value was not observed; none where the call has no such tensor.
    /// </summary>
    private static IEnumerable<double[]> Covariates(GoldenTensors golden, string name, string observed, int row) =>
        golden.Has($"in.{name}")
            ? Columns(golden, name, row).Zip(Flags(golden, observed, row)).Select(pair =>
                pair.First.Zip(pair.Second).Select(point => point.Second ? point.First : double.NaN).ToArray())
            : [];

    private static bool[][] Flags(GoldenTensors golden, string name, int row) =>
        [.. Columns(golden, name, row).Select(column => Array.ConvertAll(column, flag => flag != 0))];

    private static float[][] Columns(GoldenTensors golden, string name, int row)
    {
        int count = golden.Shape($"in.{name}")[2];
        float[] values = golden.Rows($"in.{name}")[row];
        return [.. Enumerable.Range(0, count).Select(c => values.Where((_, i) => i % count == c).ToArray())];
    }
}
