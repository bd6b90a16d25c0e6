using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Models.Tests.Sundial;

public sealed class SundialSeedTests
{
    [SkippableFact]
    public async Task The_same_seed_gives_the_same_bits_whatever_the_neighbours()
    {
        Golden.RequireEngine();
        var families = ModelFamilies.All(Golden.Engine);
        var golden = GoldenCase.Read("sundial", "len-17");
        await using var forecaster = await families.CreateAsync(
            golden.Artifact("sundial-base-128m_short-block", families), DeviceId.Cpu, CancellationToken.None);
        using var options = System.Text.Json.JsonDocument.Parse("""{"seed": 11, "num_samples": 7}""");
        var one = golden.Request() with
        {
            Options = new ForecastOptions(options.RootElement),
            Horizon = 20,
            Quantiles = [0.1, 0.9],
        };
        var two = one with { Series = [one.Series[0] with { Id = "other" }, one.Series[0]] };

        var alone = await forecaster.ForecastAsync([new ForecastWork(one, default)], CancellationToken.None);
        var together = await forecaster.ForecastAsync(
            [new ForecastWork(two, default), new ForecastWork(one, default)], CancellationToken.None);

        double[] expected = alone[0].Result!.Forecasts[0].Mean.Values.ToArray();
        AssertNear(expected, together[0].Result!.Forecasts[1]);
        AssertNear(expected, together[1].Result!.Forecasts[0]);
        Assert.NotEqual(expected[0], together[0].Result!.Forecasts[0].Mean.Span[0]);
        Assert.Equal(11, (long)alone[0].Result!.Usage["seed"]!);
    }

    private static void AssertNear(double[] expected, SeriesForecast actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual.Mean.Span[i], 1e-4 * Math.Max(1, Math.Abs(expected[i])));
        }
    }
}
