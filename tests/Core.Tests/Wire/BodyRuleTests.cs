using System.Text;
using Tollama.Core.Errors;
using Tollama.Core.Wire.Requests;

namespace Tollama.Core.Tests.Wire;

public sealed class BodyRuleTests
{
    [Fact]
    public void Lists_problems_in_the_order_of_the_schema_and_unknown_keys_last() => Assert.Equal(
        ["missing@body.model", "int_type@body.horizon", "list_type@body.quantiles", "float_type@body.timeout",
            "extra_forbidden@body.zz", "extra_forbidden@body.stream"],
        Bodies.Problems("""{"zz":1,"timeout":"5","quantiles":null,"stream":true,"horizon":2.0}"""));

    [Fact]
    public void Lists_one_problem_per_member_of_a_union() => Assert.Equal(
        ["string_type@body.keep_alive.str", "int_type@body.keep_alive.int", "float_type@body.keep_alive.float"],
        Bodies.Problems(Bodies.Valid[..^1] + ""","keep_alive":[1]}"""));

    [Fact]
    public void Lists_every_bad_value_of_a_column() => Assert.Equal(
        ["int_type@body.series.0.target.1.int", "float_type@body.series.0.target.1.float",
            "int_type@body.series.0.target.3.int", "float_type@body.series.0.target.3.float"],
        Bodies.Problems(Bodies.WithSeries("""{"id":"a","timestamps":["x"],"target":[1,null,2,true]}""")));

    [Fact]
    public void Refuses_numbers_beyond_the_range_of_a_double() => Assert.Equal(
        ["int_type@body.series.0.target.0.int", "finite_number@body.series.0.target.0.float"],
        Bodies.Problems(Bodies.WithSeries("""{"id":"a","timestamps":["x"],"target":[1e999]}""")));

    [Theory]
    [InlineData("""{"model":1,"model":"m","horizon":1,"series":[{"id":"a","timestamps":["x"],"target":[1]}]}""")]
    [InlineData(
        """{"model":"m","horizon":0,"horizon":1,"series":null,"series":[{"id":"a","timestamps":["x"],"target":[null],"target":[1]}]}"""
    )]
    [InlineData(
        """{"model":"m","horizon":1,"series":[{"id":"a","timestamps":["x"],"target":[1],"past_covariates":{"p":[true],"p":[1]}}]}"""
    )]
    public void Takes_the_last_of_a_repeated_key(string json) => Assert.Single(Bodies.Forecast(json).Request.Series);

    [Fact]
    public void Reports_a_repeated_key_as_the_last_one_stands() =>
        Assert.Equal(
            ["int_type@body.horizon"],
            Bodies.Problems(
                """{"model":"m","horizon":1,"horizon":"x","series":[{"id":"a","timestamps":["x"],"target":[1]}]}"""));

    [Fact]
    public void Asks_rules_over_the_whole_only_when_its_parts_are_valid() =>
        Assert.Equal(
            ["value_error@body.series.0"],
            Bodies.Problems(
                """{"model":"m","horizon":1,"series":[{"id":"a","timestamps":["x","y"],"target":[1]}],"data_url":"x"}"""
            ));

    [Theory]
    [InlineData("""{"p":[]}""", "value_error@body.series.0")]
    [InlineData("""{"p":[1,"a"]}""", "value_error@body.series.0")]
    [InlineData("""{"p":[1,2]}""", "value_error@body.series.0")]
    [InlineData("""{"":[1]}""", "string_too_short@body.series.0.past_covariates..[key]")]
    [InlineData("""{"p":null}""", "list_type@body.series.0.past_covariates.p")]
    [InlineData("[]", "dict_type@body.series.0.past_covariates")]
    public void Refuses_covariates_that_do_not_fit(string covariates, string problem) => Assert.Equal(
        [problem],
        Bodies.Problems(Bodies.WithSeries(
            $$"""{"id":"a","timestamps":["x"],"target":[1],"past_covariates":{{covariates}}}""")));

    [Theory]
    [InlineData("""[0.1,0.2]""", true)]
    [InlineData("""[0.9999999]""", false)]
    [InlineData("""[0.1,0.10000001]""", false)]
    public void Takes_levels_whose_keys_stay_apart_and_within_the_unit_interval(string levels, bool isTaken)
    {
        string json = Bodies.Valid[..^1] + $$""","quantiles":{{levels}}}""";

        var problems = isTaken ? [] : Bodies.Problems(json);

        Assert.Equal(isTaken ? [] : ["value_error@body.quantiles"], problems);
        Assert.True(!isTaken || Bodies.Forecast(json).HasQuantiles);
    }

    [Fact]
    public void Refuses_an_answer_that_would_not_fit_into_memory() => Assert.Equal(
        ["value_error@body"], Bodies.Problems(Bodies.Valid.Replace("\"horizon\":2", "\"horizon\":2000000000")));

    [Fact]
    public void Keeps_what_was_written_as_an_integer_apart_from_fractions()
    {
        var target = Bodies.Forecast(Bodies.WithSeries(
            """{"id":"a","timestamps":["a","b","c","d"],"target":[1,2.0,-0,1e2]}""")).Request.Series[0].Target;

        Assert.Equal([1, 2, 0, 100], target.Span.ToArray());
        Assert.Equal([true, false, true, false], Enumerable.Range(0, 4).Select(target.IsInteger));
    }

    [Fact]
    public void Reads_timestamps_with_escapes_as_they_were_meant()
    {
        var times = Bodies.Forecast(Bodies.WithSeries(
            """{"id":"a","timestamps":["2025\u002d01-01","a\"b"],"target":[1,2]}""")).Request.Series[0].Timestamps;

        Assert.Equal(["2025-01-01", "a\"b"], new[] { times[0], times[1] });
    }

    [Fact]
    public void Reads_a_key_that_is_written_with_escapes() =>
        Assert.Equal("mock", Bodies.Forecast(Bodies.Valid.Replace("\"model\"", "\"mo\\u0064el\"")).Request.Model);

    [Fact]
    public void Passes_over_unknown_fields_of_a_pull()
    {
        var pull = ModelBodies.ReadPull(
            Encoding.UTF8.GetBytes("""{"model":"m","zz":{"a":[1]},"token":null,"offline":null}"""));

        Assert.Equal(string.Empty, pull.Settings.Token);
        Assert.Null(pull.Settings.Offline);
        Assert.Null(pull.Settings.HttpProxy);
    }

    [Fact]
    public void Describes_a_problem_in_one_line()
    {
        var fault = Assert.Throws<ValidationException>(() => Bodies.Forecast(Bodies.WithSeries(
            """{"id":"a","timestamps":["x"],"target":["hot"]}""")));

        Assert.StartsWith("'series[0].target[0].int': ", fault.Issues[0].Describe(), StringComparison.Ordinal);
        Assert.EndsWith("(got 'hot')", fault.Issues[0].Describe(), StringComparison.Ordinal);
    }
}
