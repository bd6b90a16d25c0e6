using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Tests.Graph;

public sealed class DimTests
{
    private static readonly Dim Patches = "patches";
    private static readonly Dim Batch = "batch";

    [Fact]
    public void Equal_formulas_are_equal_however_they_were_made()
    {
        Assert.Equal((Patches + 1) * 16, 16 + (16 * Patches));
        Assert.Equal(Batch * Patches, Patches * Batch);
        Assert.Equal(Dim.Zero, Patches - Patches);
        Assert.NotEqual(Batch, Patches);
    }

    [Fact]
    public void Divides_exactly_or_not_at_all()
    {
        Assert.Equal(Patches, Patches * 16 / 16);
        Assert.Equal(Dim.Of(16), Patches * 16 / Patches);
        Assert.Equal(Batch + 2, ((Batch * Patches) + (2 * Patches)) / Patches);
        Assert.Null(((Patches * 16) + 1).TryDivide(16));
        Assert.Throws<GraphException>(() => Batch / Patches);
    }

    [Fact]
    public void Says_its_formula()
    {
        Assert.Equal("patches*16+1", ((Patches * 16) + 1).ToString());
        Assert.Equal("-patches", (Patches * -1).ToString());
        Assert.Equal("0", Dim.Zero.ToString());
    }

    [Fact]
    public void Only_numbers_have_a_value()
    {
        Assert.Equal(12, (Dim.Of(3) * 4).Value);
        Assert.Throws<GraphException>(() => (Patches * 4).Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a+b")]
    [InlineData("two words")]
    public void A_formula_is_no_name(string text) => Assert.Throws<ArgumentException>(() => Dim.Symbol(text));
}
