using System.Text;
using Tollama.Core.Errors;
using Tollama.Core.Wire.Requests;

namespace Tollama.Core.Tests.Wire;

public sealed class BodySyntaxTests
{
    [Theory]
    [InlineData("  ", 2)]
    [InlineData("{", 1)]
    [InlineData("{bad", 1)]
    [InlineData("[1", 2)]
    [InlineData("[1,", 3)]
    [InlineData("[1,]", 3)]
    [InlineData("[,1]", 1)]
    [InlineData("{\"a\"", 4)]
    [InlineData("{\"a\":", 5)]
    [InlineData("{\"a\":1", 6)]
    [InlineData("{\"a\":1,", 7)]
    [InlineData("{\"a\":1,}", 7)]
    [InlineData("{\"a\" 1}", 5)]
    [InlineData("{\"a\":01}", 6)]
    [InlineData("{\"a\":1.}", 6)]
    [InlineData("{\"a\":-}", 5)]
    [InlineData("{\"a\":+1}", 5)]
    [InlineData("{\"a\":.5}", 5)]
    [InlineData("{\"a\":1e}", 6)]
    [InlineData("{\"a\":tru}", 5)]
    [InlineData("{\"a\":nul", 5)]
    [InlineData("{\"a\":\"x", 5)]
    [InlineData("{\"a\":\"\\x\"}", 6)]
    [InlineData("{\"a\":\"\\u12\"}", 7)]
    [InlineData("{\"a\":\"\\u12g4\"}", 7)]
    [InlineData("{\"a\":\"b\tc\"}", 7)]
    [InlineData("[1] x", 4)]
    [InlineData("\"a\" \"b\"", 4)]
    [InlineData("{\"a\":1 \"b\":2}", 7)]
    [InlineData("{\"é\":1,\"ü\":}", 11)]
    [InlineData("{\"𝄞\":x}", 5)]
    [InlineData("{\"a\":\"\\", 5)]
    [InlineData("{\"a\":\"\\\"", 5)]
    [InlineData("[1}", 2)]
    [InlineData("{\"a\":[{\"b\":[1,2,{\"c\":}]}]}", 21)]
    [InlineData("-", 0)]
    [InlineData("nullx", 4)]
    [InlineData("[truefalse]", 5)]
    [InlineData("{\"a\":NaN}", 5)]
    [InlineData("{\"a\":\"\\ud800\"}", 7)]
    [InlineData("\uFEFF{bad", 1)]
    public void Points_at_the_first_unexpected_character(string json, int offset) =>
        Assert.Equal([$"json_invalid@body.{offset}"], Bodies.Problems(json));

    [Fact]
    public void Reports_an_empty_body_as_missing() => Assert.Equal(["missing@body"], Bodies.Problems(string.Empty));

    [Fact]
    public void Refuses_bytes_that_are_not_utf8()
    {
        byte[] body = Encoding.UTF8.GetBytes(Bodies.Valid);
        body[10] = 0xFF;

        Assert.Equal(
            ["json_invalid@body.10"], Bodies.Problems(() => ForecastBodies.ReadForecast(body, ForecastRoute.V1)));
    }

    [Theory]
    [InlineData(65, true)]
    [InlineData(64, false)]
    [InlineData(1_000_000, true)]
    public void Refuses_what_is_nested_too_deeply(int depth, bool isRefused)
    {
        string json = new string('[', depth) + new string(']', depth);

        var problems = Bodies.Problems(json);

        Assert.Equal(isRefused ? "json_invalid@body.64" : "model_attributes_type@body", Assert.Single(problems));
    }

    [Fact]
    public void Forgets_other_problems_when_the_body_turns_out_to_be_malformed() =>
        Assert.Equal(["json_invalid@body.25"], Bodies.Problems("""{"horizon":"x","model":1,}"""));

    [Fact]
    public void Stops_listing_problems_at_a_limit()
    {
        string target = string.Join(',', Enumerable.Repeat("null", 50_000));

        var fault = Assert.Throws<ValidationException>(
            () => Bodies.Forecast(Bodies.WithSeries($$"""{"id":"a","timestamps":["x"],"target":[{{target}}]}""")));

        Assert.Equal(10_000, fault.Issues.Count);
    }

    [Fact]
    public void Quotes_the_body_without_holding_on_to_it()
    {
        byte[] body = Encoding.UTF8.GetBytes("""{"horizon":"ab"}""");

        var fault = Assert.Throws<ValidationException>(() => ForecastBodies.ReadForecast(body, ForecastRoute.V1));
        body.AsSpan().Fill((byte)'X');

        Assert.Equal("\"ab\"", Encoding.UTF8.GetString(fault.Issues[1].Input.Span));
        Assert.Equal("""{"horizon":"ab"}""", Encoding.UTF8.GetString(fault.Issues[0].Input.Span));
    }
}
