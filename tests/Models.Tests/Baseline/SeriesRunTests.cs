using Tollama.Core.Errors;
using Tollama.Models.Baseline.Intervals;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Tests.Baseline;

/// <summary>What a method says is looked at before it is the answer.</summary>
public sealed class SeriesRunTests
{
    [Theory]
    [InlineData(double.NaN, ErrorCode.ForecastFailed, "not a number")]
    [InlineData(double.PositiveInfinity, ErrorCode.BadRequest, "range of numbers")]
    [InlineData(double.NegativeInfinity, ErrorCode.BadRequest, "range of numbers")]
    [InlineData(1e308, ErrorCode.BadRequest, "range of numbers")]
    public void A_fault_of_the_method_is_not_taken_for_numbers_that_are_too_large(
        double value, ErrorCode expected, string reason)
    {
        var failure = Assert.Throws<TollamaException>(() => Run(value));

        Assert.Equal(expected, failure.Code);
        Assert.Contains("'a'", failure.Message, StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_is_given_in_the_callers_unit() => Assert.Equal([48.0, 48.0], Run(3.0).Mean);

    /// <summary>Forecasts a series whose unit is 16.</summary>
    private static Prediction Run(double value)
    {
        var method = new Saying(value);
        var request = SearchRequest.Of("saying", [16.0, 17.0, 18.0], 2, []);
        var plan = new MethodPlan
        {
            Card = new MethodCard("saying", "Says a number.", [], _ => method),
            Method = method,
            Intervals = IntervalOptions.Native,
        };
        return SeriesRun.Forecast(plan, request, request.Series[0], FitBudget.Unlimited);
    }

    /// <summary>A method that says the same, whatever it is shown.</summary>
    private sealed class Saying(double value) : IForecastMethod
    {
        public bool HasIntervals => true;

        public int NeededObservations(int season, bool withIntervals) => 1;

        public Prediction Forecast(SeriesTask task) => Prediction.Flat(value, task);
    }
}
