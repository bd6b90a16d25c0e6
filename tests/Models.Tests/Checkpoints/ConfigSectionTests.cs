using Tollama.Core.Errors;
using Tollama.Models.Checkpoints;

namespace Tollama.Models.Tests.Checkpoints;

public sealed class ConfigSectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tollama-config").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Reads_values_of_the_stated_types_and_ranges()
    {
        var config = Write(
            """{"d": 12, "eps": 1e-6, "flag": true, "q": [0.1, 0.5], "inner": {"p": 16}, "none": null}""");

        Assert.Equal(12, config.Integer("d", 1, 100));
        Assert.Equal(1e-6, config.Number("eps", 0, 1));
        Assert.True(config.Flag("flag"));
        Assert.Equal<double>([0.1, 0.5], config.QuantileLevels("q").ToArray());
        Assert.Equal(16, config.Section("inner").Integer("p", 1, 64));
        Assert.Equal(7, config.Integer("none", 1, 100, fallback: 7));
        Assert.False(config.Has("none"));
    }

    [Theory]
    [InlineData("""{"d": 0}""")]
    [InlineData("""{"d": 1000000000000}""")]
    [InlineData("""{"d": 1.5}""")]
    [InlineData("""{"d": "12"}""")]
    [InlineData("""{"d": [12]}""")]
    [InlineData("""{"other": 12}""")]
    public void A_value_that_does_not_fit_is_a_fault_that_names_the_key(string json)
    {
        var config = Write(json);

        var fault = Assert.Throws<TollamaException>(() => config.Integer("d", 1, 100));

        Assert.Equal(ErrorCode.ModelUnsupported, fault.Code);
        Assert.Contains("'d'", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[0.5, 0.1]")]
    [InlineData("[0.1, 0.1]")]
    [InlineData("[]")]
    [InlineData("[0, 0.5]")]
    [InlineData("[0.5, 1]")]
    [InlineData("[\"0.5\"]")]
    [InlineData("0.5")]
    public void Quantile_levels_must_ascend_between_0_and_1(string levels)
    {
        var config = Write($$"""{"q": {{levels}}}""");

        Assert.Equal(
            ErrorCode.ModelUnsupported, Assert.Throws<TollamaException>(() => config.QuantileLevels("q")).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"a\": 1, \"a\": 2}")]
    [InlineData("{\"a\": ")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]")]
    public void A_file_that_is_no_json_object_is_a_typed_fault_and_identifies_nothing(string json)
    {
        File.WriteAllText(Path.Combine(_folder, "config.json"), json);

        Assert.Equal(
            ErrorCode.ModelUnsupported, Assert.Throws<TollamaException>(() => ConfigSection.Open(_folder)).Code);
        Assert.Null(ConfigSection.TryOpen(_folder));
    }

    [Fact]
    public void A_missing_or_huge_file_is_a_typed_fault()
    {
        Assert.Throws<TollamaException>(() => ConfigSection.Open(_folder));

        File.WriteAllText(Path.Combine(_folder, "config.json"), $"{{\"a\": \"{new string('x', 2 << 20)}\"}}");
        Assert.Throws<TollamaException>(() => ConfigSection.Open(_folder));
    }

    private ConfigSection Write(string json)
    {
        File.WriteAllText(Path.Combine(_folder, "config.json"), json);
        return ConfigSection.Open(_folder);
    }
}
