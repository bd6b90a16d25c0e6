using System.Text;
using Tollama.Core.Configuration;
using Tollama.Core.Errors;

namespace Tollama.Core.Tests.Configuration;

public sealed class EngineSettingsTests
{
    [Fact]
    public void Nothing_said_is_nothing_set() =>
        Assert.Equal(new EngineSettings(), EngineSettings.Resolve(TollamaConfig.Default, Environment()));

    [Fact]
    public void The_file_is_read_and_the_environment_goes_before_it()
    {
        var file = ConfigFile.Parse(
            Encoding.UTF8.GetBytes("""{"engine":{"threads":3,"batch":8,"sequence_buckets":[4,16]}}"""));

        var settings = EngineSettings.Resolve(file.Config, Environment(("TOLLAMA_ENGINE_THREADS", "2")));
        var others = EngineSettings.Resolve(file.Config, Environment(("TOLLAMA_ENGINE_BUCKETS", "32, 64")));

        Assert.Null(file.Error);
        Assert.Equal((2, 8), (settings.Threads, settings.Batch));
        Assert.Equal([4, 16], settings.SequenceBuckets);
        Assert.Equal([32, 64], others.SequenceBuckets);
    }

    [Fact]
    public void The_command_line_goes_before_the_environment()
    {
        var said = EngineSettings.Parse(("--threads", "5"), ("--batch", null), ("--buckets", "[]"));

        var settings = EngineSettings.Resolve(
            null,
            Environment(("TOLLAMA_ENGINE_THREADS", "2"), ("TOLLAMA_ENGINE_BATCH", "9"), ("TOLLAMA_ENGINE_BUCKETS", "4")),
            said);

        Assert.Equal((5, 9), (settings.Threads, settings.Batch));
        Assert.Empty(settings.SequenceBuckets!);
    }

    [Theory]
    [InlineData("TOLLAMA_ENGINE_THREADS", "0")]
    [InlineData("TOLLAMA_ENGINE_THREADS", "two")]
    [InlineData("TOLLAMA_ENGINE_BATCH", "-1")]
    [InlineData("TOLLAMA_ENGINE_BUCKETS", "64,32")]
    [InlineData("TOLLAMA_ENGINE_BUCKETS", "64,,128")]
    public void A_variable_that_cannot_be_used_is_named(string variable, string value)
    {
        var fault = Assert.Throws<TollamaException>(() => EngineSettings.Resolve(null, Environment((variable, value))));

        Assert.Equal(ErrorCode.Misconfigured, fault.Code);
        Assert.StartsWith(variable, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"engine":{"threads":0}}""", "engine.threads")]
    [InlineData("""{"engine":{"batch":5000}}""", "engine.batch")]
    [InlineData("""{"engine":{"sequence_buckets":[8,8]}}""", "engine.sequence_buckets")]
    public void A_key_that_cannot_be_used_is_named(string json, string key)
    {
        var file = ConfigFile.Parse(Encoding.UTF8.GetBytes(json)).Config;

        var fault = Assert.Throws<TollamaException>(() => EngineSettings.Resolve(file, Environment()));

        Assert.StartsWith(key, fault.Message, StringComparison.Ordinal);
    }

    private static ProcessEnvironment Environment(params (string Name, string Value)[] variables) =>
        new(variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)));
}
