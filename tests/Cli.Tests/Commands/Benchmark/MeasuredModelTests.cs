using Tollama.Cli.Commands.Benchmark.Competition;

namespace Tollama.Cli.Tests.Commands.Benchmark;

/// <summary>Models of <c>--models</c> and their options.</summary>
public sealed class MeasuredModelTests
{
    [Fact]
    public void A_model_may_be_named_with_its_options()
    {
        var model = MeasuredModel.Parse("theta?variant=dotm&season_length=4&return_fit=true");

        Assert.Equal("theta", model.Name);
        Assert.Equal("theta?variant=dotm&season_length=4&return_fit=true", model.Text);
        Assert.Equal(
            ["variant \"dotm\"", "season_length 4", "return_fit true"],
            model.Options.Select(option => $"{option.Key} {option.Value.GetRawText()}"));
        Assert.Empty(MeasuredModel.Parse("naive").Options);
    }

    [Fact]
    public void Commas_within_brackets_and_texts_do_not_end_a_model()
    {
        const string list =
            """
            naive, arima?order=[1,1,1]&season_length=4,,ets?at={"components":"A,[&\"N","parameters":{}}&seed=1,theta
            """;

        var models = MeasuredModel.SplitList(list).Select(MeasuredModel.Parse).ToList();

        Assert.Equal(["naive", "arima", "ets", "theta"], models.Select(model => model.Name));
        Assert.Equal(
            ["order [1,1,1]", "season_length 4"],
            models[1].Options.Select(option => $"{option.Key} {option.Value.GetRawText()}"));
        Assert.Equal("A,[&\"N", models[2].Options[0].Value.GetProperty("components").GetString());
        Assert.Equal("seed", models[2].Options[1].Key);
    }

    [Theory]
    [InlineData("arima?order=[1,1")]
    [InlineData("auto?candidates=[naive,theta]")]
    [InlineData("theta?variant=\"dotm")]
    public void Values_that_begin_like_JSON_and_are_none_are_refused(string text)
    {
        var refusal = Assert.Throws<CommandFailedException>(
            () => MeasuredModel.Parse(Assert.Single(MeasuredModel.SplitList(text))));

        Assert.Equal(ExitCodes.Usage, refusal.ExitCode);
        Assert.Contains(text, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("no JSON", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("theta?")]
    [InlineData("theta?variant")]
    [InlineData("theta?=dotm")]
    [InlineData("theta?variant=dotm&variant=stm")]
    public void Options_that_are_none_are_refused(string text)
    {
        var refusal = Assert.Throws<CommandFailedException>(() => MeasuredModel.Parse(text));

        Assert.Contains("MODEL?option=value", refusal.Message, StringComparison.Ordinal);
    }
}
