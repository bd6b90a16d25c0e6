using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tollama.Core.Wire;

namespace Tollama.Core.Tests.Wire;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(10, "10.0")]
    [InlineData(0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(-2.5, "-2.5")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(-0.0000123, "-1.23e-05")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(-1.5e15, "-1500000000000000.0")]
    [InlineData(1234567890123456.0, "1234567890123456.0")]
    [InlineData(1234567890123456.8, "1234567890123456.8")]
    [InlineData(1e16, "1e+16")]
    [InlineData(-1.2e17, "-1.2e+17")]
    [InlineData(12345678901234567890.0, "1.2345678901234567e+19")]
    [InlineData(1.2345678901234567e22, "1.2345678901234568e+22")]
    [InlineData(1e300, "1e+300")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(123456.789, "123456.789")]
    public void Prints_fractions_as_json_libraries_of_python_do(double value, string expected) =>
        Assert.Equal(expected, Format(value, isInteger: false));

    [Theory]
    [InlineData(3, "3")]
    [InlineData(-17, "-17")]
    [InlineData(9007199254740992, "9007199254740992")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(-1e20, "-100000000000000000000")]
    public void Prints_integers_without_a_point(double value, string expected) =>
        Assert.Equal(expected, Format(value, isInteger: true));

    [Fact]
    public void Prints_every_finite_number_so_that_it_reads_back_unchanged() => Prop.ForAll(
        ArbMap.Default.ArbFor<double>().Filter(double.IsFinite),
        value => double.Parse(Format(value, isInteger: false), CultureInfo.InvariantCulture).Equals(value)
            && Encoding.UTF8.GetBytes(Format(value, isInteger: false)) is var text
            && JsonNumber.Read(text, out double read, out bool isInteger) == text.Length
            && read.Equals(value) && !isInteger)
        .Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));

    [Fact]
    public void Fits_the_largest_integer() =>
        Assert.Equal(309, Format(double.MaxValue, isInteger: true).Length);

    private static string Format(double value, bool isInteger)
    {
        Span<byte> text = stackalloc byte[NumberText.MaximumLength];
        return Encoding.ASCII.GetString(text[..NumberText.Format(value, isInteger, text)]);
    }
}
