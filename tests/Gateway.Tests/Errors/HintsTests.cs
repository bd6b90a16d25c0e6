using Tollama.Gateway.Errors;

namespace Tollama.Gateway.Tests.Errors;

/// <summary>Each row of the contract's table of hints (http-api §18.1).</summary>
public sealed class HintsTests
{
    [Theory]
    [InlineData(400, "Model 'x' is MANIFEST-ONLY", "timer-base")]
    [InlineData(400, "MODEL_UNSUPPORTED no", "sundial-base-128m")]
    [InlineData(400, "horizon must be above zero", "payload")]
    [InlineData(404, "Model 'x' is not installed", "tollama pull")]
    [InlineData(401, "the license must be accepted", "--accept-license")]
    [InlineData(403, "License acceptance is missing", "--accept-license")]
    [InlineData(409, "the license has not been accepted", "--accept-license")]
    [InlineData(408, "too slow", "timeout")]
    [InlineData(504, "too slow", "timeout")]
    [InlineData(503, "Runner unavailable: torch", "runner")]
    [InlineData(503, "busy", "Retry")]
    public void A_rule_that_matches_gives_its_hint(int status, string detail, string expected) =>
        Assert.Contains(expected, Hints.Find(status, detail), StringComparison.Ordinal);

    [Theory]
    [InlineData(404, "Not Found")]
    [InlineData(404, "profile 'x' does not exist")]
    [InlineData(401, "This server needs an API key")]
    [InlineData(409, "another pull is running")]
    [InlineData(413, "too large")]
    [InlineData(429, "too many")]
    [InlineData(500, "broken")]
    [InlineData(502, "the model failed")]
    public void Nothing_is_said_where_no_rule_matches(int status, string detail) =>
        Assert.Null(Hints.Find(status, detail));
}
