using Tollama.Core.Errors;
using Tollama.Gateway.Composites;

namespace Tollama.Gateway.Tests.Composites;

/// <summary>Categories of failed items (contract/http-api §15).</summary>
public sealed class ItemFailureTests
{
    [Theory]
    [InlineData(ErrorCode.InvalidRequest, "INVALID_REQUEST", 400)]
    [InlineData(ErrorCode.BadRequest, "INVALID_REQUEST", 400)]
    [InlineData(ErrorCode.ModelUnsupported, "INVALID_REQUEST", 400)]
    [InlineData(ErrorCode.ModelNotFound, "MODEL_MISSING", 404)]
    [InlineData(ErrorCode.LicenceRequired, "DAEMON_ERROR", 409)]
    [InlineData(ErrorCode.RateLimited, "DAEMON_ERROR", 429)]
    [InlineData(ErrorCode.Misconfigured, "DAEMON_ERROR", 500)]
    [InlineData(ErrorCode.Internal, "INTERNAL_ERROR", 500)]
    [InlineData(ErrorCode.ForecastFailed, "RUNNER_ERROR", 502)]
    [InlineData(ErrorCode.DependencyMissing, "RUNNER_UNAVAILABLE", 503)]
    [InlineData(ErrorCode.Unavailable, "RUNNER_UNAVAILABLE", 503)]
    [InlineData(ErrorCode.Overloaded, "RUNNER_UNAVAILABLE", 503)]
    [InlineData(ErrorCode.DeadlineExceeded, "RUNNER_UNAVAILABLE", 503)]
    public void A_fault_has_the_category_of_its_status(ErrorCode code, string category, int status) =>
        Assert.Equal(new ItemFailure(category, status, "why"), ItemFailure.Of(new TollamaException(code, "why")));

    [Fact]
    public void A_scenario_that_does_not_fit_has_a_category_of_its_own() =>
        Assert.Equal(new ItemFailure("INVALID_SCENARIO", 400, "why"), ItemFailure.OfScenario("why"));
}
