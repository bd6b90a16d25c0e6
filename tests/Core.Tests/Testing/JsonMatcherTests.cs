using Tollama.Testing;

namespace Tollama.Core.Tests.Testing;

public sealed class JsonMatcherTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1.0,"b":2}""")]
    [InlineData("""[1,"x",null]""", """[1,"x",null]""")]
    [InlineData("""{"a":{"$absent":true}}""", """{"b":1}""")]
    [InlineData("""{"a":{"$any":true}}""", """{"a":null}""")]
    [InlineData("""{"$type":"integer"}""", "3")]
    [InlineData("""{"$type":"number"}""", "3.5")]
    [InlineData("""{"$len":2}""", "[1,2]")]
    [InlineData("""{"$keys":["a","b"]}""", """{"b":1,"a":2}""")]
    [InlineData("""{"$tokens":["NOT","installed"]}""", "\"Model is not Installed\"")]
    [InlineData("""{"$contains":[{"t":1},{"t":2}]}""", """[{"t":2},{"t":1},3]""")]
    [InlineData("""{"$min":0}""", "0")]
    [InlineData("""{"$iso_utc":true}""", "\"2025-01-01T00:00:00.25Z\"")]
    [InlineData("""{"$approx":100,"$tol":0.01}""", "100.9")]
    [InlineData("1.5", "1.5000000001")]
    public void Accepts_what_fits(string expected, string actual) =>
        Assert.Empty(JsonMatcher.Mismatches(expected, actual));

    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""")]
    [InlineData("""{"a":null}""", "{}")]
    [InlineData("""{"a":true}""", """{"a":1}""")]
    [InlineData("""{"a":1}""", "[1]")]
    [InlineData("[1]", "[1,2]")]
    [InlineData("""{"a":{"$absent":true}}""", """{"a":null}""")]
    [InlineData("""{"a":{"$any":true}}""", "{}")]
    [InlineData("""{"$type":"integer"}""", "3.0")]
    [InlineData("""{"$type":"number"}""", "true")]
    [InlineData("""{"$len":2}""", "[1]")]
    [InlineData("""{"$keys":["a"]}""", """{"b":1,"a":2}""")]
    [InlineData("""{"$tokens":["x"]}""", "\"y\"")]
    [InlineData("""{"$contains":[{"t":3}]}""", """[{"t":2}]""")]
    [InlineData("""{"$min":1}""", "0.5")]
    [InlineData("""{"$iso_utc":true}""", "\"2025-01-01\"")]
    [InlineData("""{"$approx":100,"$tol":0.001}""", "100.9")]
    [InlineData("\"a\"", "\"A\"")]
    public void Names_what_does_not_fit(string expected, string actual) =>
        Assert.NotEmpty(JsonMatcher.Mismatches(expected, actual));
}
