using Tollama.Models.GraniteTtm;

namespace Tollama.Models.Tests.GraniteTtm;

public sealed class FrequencyTokenTests
{
    /// <summary>What the authors' mapping gives for a spelling, directly or after pandas has parsed it.</summary>
    [Theory]
    [InlineData("min", 1)]
    [InlineData("T", 1)]
    [InlineData("t", 1)]
    [InlineData("5T", 3)]
    [InlineData("15min", 5)]
    [InlineData("0.5h", 6)]
    [InlineData("1h", 7)]
    [InlineData("H", 7)]
    [InlineData("60min", 0)]
    [InlineData("24h", 0)]
    [InlineData("d", 8)]
    [InlineData("1d", 8)]
    [InlineData("1D", 8)]
    [InlineData("7D", 0)]
    [InlineData("W", 9)]
    [InlineData("1W", 0)]
    [InlineData("W-MON", 0)]
    [InlineData("MS", 0)]
    public void A_granularity_has_the_token_of_the_official_table(string alias, int token) =>
        Assert.Equal(token, FrequencyToken.Of(alias, 10));

    [Fact]
    public void A_token_beyond_the_vocabulary_is_unknown() => Assert.Equal(0, FrequencyToken.Of("D", 8));
}
