using Tollama.Models.Moirai;
using Tollama.Onnx.Runtime;

namespace Tollama.Models.Tests.Moirai;

public sealed class MoiraiForwardTests
{
    [SkippableTheory]
    [InlineData("f1-univariate-padded")]
    [InlineData("f3-rollout")]
    public void Passes_and_roll_outs_give_the_official_quantiles(string name)
    {
        Golden.RequireEngine();
        using var golden = GoldenTensors.Open("uni2ts", name);
        using var network = MoiraiNetwork.Load(
            Golden.Engine, golden.Checkpoint("uni2ts"), SessionSettings.Default, CancellationToken.None);
        var rows = Rows(golden, network.Config.Patch);

        double[][][] ours = new MoiraiDecoder(network).Forecast(
            [.. rows.Select(row => row.Row)], rowsPerCall: 2, CancellationToken.None);

        float[][] expected = golden.Rows("out.quantiles");
        for (int i = 0; i < rows.Count; i++)
        {
            float[] all = [.. ours[i].SelectMany(level => level).Select(value => (float)value)];
            Golden.AssertClose($"row {rows[i].Index}", expected[rows[i].Index], all, 1e-4 * rows[i].Span, 0);
        }
    }

    [Fact]
    public void Scales_are_the_official_ones()
    {
        using var golden = GoldenTensors.Open("uni2ts", "f3-rollout");
        float[][] locations = golden.Rows("p0.loc");
        float[][] scales = golden.Rows("p0.scale");
        foreach (var (index, row, _) in Rows(golden, patch: 16))
        {
            var (location, scale) = row.TargetScale(written: 0);

            Assert.Equal(locations[index][0], location, 1e-4);
            Assert.Equal(scales[index][0], scale, 1e-4);
        }
    }

    /// <summary>The rows without padding by the caller, which no request of ours has.</summary>
    private static List<(int Index, MoiraiRow Row, double Span)> Rows(GoldenTensors golden, int patch)
    {
        float[][] pasts = golden.Rows("in.past_target");
        float[][] observed = golden.Rows("in.past_observed_target");
        float[][] padding = golden.Rows("in.past_is_pad");
        int horizon = golden.Call.GetProperty("horizon").GetInt32();
        var rows = new List<(int, MoiraiRow, double)>();
        for (int i = 0; i < pasts.Length; i++)
        {
            if (padding[i].Any(pad => pad != 0))
            {
                continue;
            }

            var span = new MoiraiSpan(patch, pasts[i].Length, horizon);
            bool[] isObserved = Array.ConvertAll(observed[i], flag => flag != 0);
            var variates = new List<MoiraiVariate> { MoiraiVariate.Target(pasts[i], isObserved, span) };
            if (golden.Has("in.feat_dynamic_real"))
            {
                float[] known = golden.Rows("in.observed_feat_dynamic_real")[i];
                variates.Add(MoiraiVariate.Covariate(
                    [.. golden.Rows("in.feat_dynamic_real")[i].Select((x, t) => known[t] != 0 ? x : double.NaN)], span));
            }

            float[] seen = [.. pasts[i].Where((_, t) => isObserved[t])];
            rows.Add((i, new MoiraiRow(span, variates), seen.Max() - seen.Min()));
        }

        Assert.NotEmpty(rows);
        return rows;
    }
}
