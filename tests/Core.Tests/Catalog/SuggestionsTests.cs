using Tollama.Core.Catalog;

namespace Tollama.Core.Tests.Catalog;

public sealed class SuggestionsTests
{
    private static readonly string[] Known = ["auto-ets", "chronos2", "naive", "seasonal-naive", "show"];

    [Theory]
    [InlineData("auot-ets", "auto-ets")]
    [InlineData("Chronos-2", "chronos2")]
    [InlineData("shwo", "show")]
    [InlineData("naiv", "naive")]
    [InlineData("seasonalnaive", "seasonal-naive")]
    public void Finds_the_word_that_was_meant(string written, string meant) =>
        Assert.Equal(meant, Suggestions.Closest(written, Known));

    [Theory]
    [InlineData("prophet")]
    [InlineData("")]
    [InlineData("gpt-4")]
    public void Guesses_nothing_where_no_word_is_near(string written) =>
        Assert.Null(Suggestions.Closest(written, Known));
}
