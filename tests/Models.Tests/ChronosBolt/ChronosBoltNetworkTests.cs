using Tollama.Models.ChronosBolt;
using Tollama.Onnx.Runtime;

namespace Tollama.Models.Tests.ChronosBolt;

public sealed class ChronosBoltNetworkTests
{
    [SkippableTheory]
    [InlineData("bolt-forward")]
    [InlineData("bolt-short-cut")]
    public void Gives_the_quantiles_of_the_official_network(string name)
    {
        Golden.RequireEngine();
        using var golden = GoldenTensors.Open("chronos", name);
        using var network = ChronosBoltNetwork.Load(
            Golden.Engine, golden.Checkpoint("chronos"), SessionSettings.Default, CancellationToken.None);
        int context = network.Config.ContextLength;

        float[][] actual = network.Run(
            [.. golden.Rows("context").Select(row => row[^Math.Min(row.Length, context)..])], CancellationToken.None);

        float[][] expected = golden.Rows("quantiles");
        float[] scale = golden.Floats("scale");
        for (int row = 0; row < expected.Length; row++)
        {
            Golden.AssertClose($"row {row}", expected[row], actual[row], 1e-5 * scale[row], 1e-5);
        }
    }
}
