using System.Text.Json;
using Tollama.Core.Forecasting;
using Tollama.Core.Sampling;
using Tollama.Core.Synthesis;

namespace Tollama.Core.Tests.Synthesis;

public sealed class SeriesProfileTests
{
    [Fact]
    public void Seasons_and_spacings_are_those_of_the_vectors() =>
        VectorCases.ForEach(
            "synthetic-profile-rules",
            item =>
            {
                var frequency = SynthesisFrequency.Parse(VectorCases.Text(item, "freq")!);

                Assert.Equal(
                    item.GetProperty("seasonal_period").GetInt32(),
                    frequency.SeasonalPeriod(item.GetProperty("length").GetInt32()));
                var step = item.GetProperty("step_seconds");
                Assert.Equal(
                    step.ValueKind == JsonValueKind.Null ? null : step.GetDouble(),
                    frequency.Step?.TotalSeconds);
            });

    [Fact]
    public void Without_noise_and_jitter_the_source_comes_back()
    {
        double[] source = [.. Enumerable.Range(0, 28).Select(i => 100 + (2.0 * i) + (i % 7 == 3 ? 10 : 0))];
        var still = new SynthesisVariation { LevelJitter = 0, TrendJitter = 0, SeasonalityJitter = 0, NoiseScale = 0 };

        double[] drawn = new SeriesProfile(source, "D").Draw(28, still, new SeriesNoise(0, "s").At(1, 0));

        Assert.All(source.Zip(drawn), pair => Assert.Equal(pair.First, pair.Second, tolerance: 1.5));
    }

    [Fact]
    public void A_seed_gives_the_same_series_again_and_another_one_another()
    {
        var profile = new SeriesProfile([1, 5, 2, 8, 3], "auto");

        double[] Draw(long seed) => profile.Draw(5, new SynthesisVariation(), new SeriesNoise(seed, "s").At(1, 0));

        Assert.Equal(Draw(7), Draw(7));
        Assert.NotEqual(Draw(7), Draw(8));
    }

    [Fact]
    public void A_source_without_negative_values_yields_none_unless_asked()
    {
        var profile = new SeriesProfile([0, 0.1, 0, 0.2, 0], "auto");
        var wild = new SynthesisVariation { NoiseScale = 5 };

        double[] kept = profile.Draw(500, wild, new SeriesNoise(0, "s").At(1, 0));
        double[] free = profile.Draw(500, wild with { RespectNonNegative = false }, new SeriesNoise(0, "s").At(1, 0));

        Assert.All(kept, value => Assert.True(value >= 0));
        Assert.Contains(free, value => value < 0);
    }

    [Fact]
    public void Times_beyond_the_source_continue_its_calendar()
    {
        var source = new SeriesInput
        {
            Id = "s",
            Freq = "MS",
            Timestamps = TimestampColumn.FromStrings(["2025-01-01", "2025-02-01", "2025-03-01"]),
            Target = new NumberColumn((double[])[1, 2, 3]),
        };

        var times = SyntheticTimes.Extend(source, 5, out string? warning);

        Assert.Null(warning);
        Assert.Equal("2025-05-01T00:00:00", times[^1]);
        Assert.Equal(
            "4",
            SyntheticTimes.Extend(
                source with
                {
                    Timestamps = TimestampColumn.FromStrings(["a", "b", "c"]),
                },
                5,
                out warning
            )[^1]);
        Assert.NotNull(warning);
    }
}
