using Tollama.Models.Chronos2;
using Tollama.Onnx.Runtime;

namespace Tollama.Models.Tests.Chronos2;

public sealed class Chronos2NetworkTests
{
    [SkippableTheory]
    [InlineData("c2-univariate")]
    [InlineData("c2-groups-future")]
    [InlineData("c2-one-group")]
    [InlineData("c2-short-cut-interleaved")]
    public void Gives_the_quantiles_of_the_official_network(string name)
    {
        Golden.RequireEngine();
        using var golden = GoldenTensors.Open("chronos", name);
        using var network = Chronos2Network.Load(
            Golden.Engine, golden.Checkpoint("chronos"), SessionSettings.Default, CancellationToken.None);

        var groups = Groups(golden, network.Config);
        network.Run([.. groups.Select(group => group.Pass)], CancellationToken.None);

        float[][] expected = golden.Rows("quantiles");
        float[] scale = golden.Floats("scale");
        foreach (var (rows, pass) in groups)
        {
            float[][] actual = [.. pass.Quantiles.Chunk(pass.Quantiles.Length / rows.Length)];
            for (int v = 0; v < rows.Length; v++)
            {
                Golden.AssertClose($"row {rows[v]}", expected[rows[v]], actual[v], 2e-5 * scale[rows[v]], 2e-5);
            }
        }
    }

    private static List<(int[] Rows, Chronos2Pass Pass)> Groups(GoldenTensors golden, Chronos2Config config)
    {
        float[][] context = golden.Rows("context");
        float[][]? future = golden.Has("future_covariates") ? golden.Rows("future_covariates") : null;
        int patches = golden.Call.GetProperty("num_output_patches").GetInt32();
        int[] ids = golden.Has("group_ids")
            ? [.. golden.Floats("group_ids").Select(id => (int)id)]
            : [.. Enumerable.Range(0, context.Length)];
        return [.. Enumerable.Range(0, context.Length).GroupBy(row => ids[row]).Select(group =>
        {
            int[] rows = [.. group];
            return (rows, new Chronos2Pass
            {
                Context = [.. rows.Select(row => context[row][^Math.Min(context[row].Length, config.ContextLength)..])],
                Future = [.. rows.Select(row => new ReadOnlyMemory<float>(future?[row] ?? []))],
                Patches = patches,
            });
        })];
    }
}
