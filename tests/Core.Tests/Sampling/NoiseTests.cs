using Tollama.Core.Sampling;

namespace Tollama.Core.Tests.Sampling;

public sealed class NoiseTests
{
    [Fact]
    public void Gives_the_known_answers_of_the_published_generator()
    {
        // Known-answer vectors of the Random123 distribution (philox4x32, 10 rounds).
        Assert.Equal((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u), Philox4x32.Block(0, 0, 0));
        Assert.Equal(
            (0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu),
            Philox4x32.Block(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue));
        Assert.Equal(
            (0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u),
            Philox4x32.Block(0x299f31d0a4093822, 0x0370734413198a2e, 0x85a308d3243f6a88));
    }

    [Fact]
    public void An_address_always_has_the_same_numbers_and_no_other_address_has_them()
    {
        var noise = new SeriesNoise(7, "a");
        var first = noise.At(3, 5);
        var again = new SeriesNoise(7, "a").At(3, 5);
        var others = new[]
        {
            noise.At(5, 3),
            noise.At(3, 6),
            new SeriesNoise(8, "a").At(3, 5),
            new SeriesNoise(7, "b").At(3, 5),
        };

        double value = first.NextNormal();

        Assert.Equal(value, again.NextNormal());
        Assert.All(others, other => Assert.NotEqual(value, other.NextNormal()));
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(1.0)]
    [InlineData(7.5)]
    public void Gamma_variates_have_the_moments_of_their_shape(double shape)
    {
        var stream = new SeriesNoise(1, "gamma").At(0, 0);
        double[] draws = [.. Enumerable.Range(0, 40_000).Select(_ => stream.NextGamma(shape))];

        double mean = draws.Average();
        double variance = draws.Select(x => (x - mean) * (x - mean)).Average();

        Assert.Equal(shape, mean, 0.04 * Math.Max(1, shape));
        Assert.Equal(shape, variance, 0.08 * Math.Max(1, shape));
    }

    [Fact]
    public void Normal_and_student_variates_spread_as_they_should()
    {
        var stream = new SeriesNoise(2, "normal").At(0, 0);
        double[] normal = [.. Enumerable.Range(0, 40_000).Select(_ => stream.NextNormal()).Order()];
        double[] student = [.. Enumerable.Range(0, 40_000).Select(_ => stream.NextStudentT(4)).Order()];

        Assert.Equal(0, SampleQuantiles.Of(normal, 0.5), 0.02);
        Assert.Equal(1.2816, SampleQuantiles.Of(normal, 0.9), 0.03);
        Assert.Equal(1.5332, SampleQuantiles.Of(student, 0.9), 0.04);
    }
}
