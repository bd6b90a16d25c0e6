using System.Text;
using Tollama.Core.Configuration;
using Tollama.Core.Errors;

namespace Tollama.Core.Tests.Configuration;

public sealed class ConfigFileTests
{
    [Theory]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("""{"unknown":1}""")]
    [InlineData("""{"pull":null}""")]
    [InlineData("""{"pull":{"offline":"yes"}}""")]
    [InlineData("""{"pull":{"max_workers":0}}""")]
    [InlineData("""{"version":1.5}""")]
    [InlineData("""{"auth":{"api_keys":[1]}}""")]
    public void Refuses_what_is_not_a_settings_document(string json)
    {
        var snapshot = ConfigFile.Parse(Encoding.UTF8.GetBytes(json));

        var fault = Assert.Throws<TollamaException>(snapshot.Require);
        Assert.Equal(ErrorCode.Misconfigured, fault.Code);
        Assert.Contains("config.json", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("{\n broken", "no JSON at line 2, byte 2")]
    [InlineData("[1]", "one JSON object")]
    [InlineData("""{"unknown":1}""", "'unknown' is no setting")]
    [InlineData("""{"pull":{"of_line":true}}""", "'pull.of_line' is no setting; did you mean 'pull.offline'?")]
    [InlineData("""{"pull":null}""", "pull is null; it must be an object")]
    [InlineData("""{"pull":{"offline":"yes"}}""", "pull.offline is a text; it must be true or false")]
    [InlineData("""{"pull":{"http_proxy":["http://me:secret@proxy"]}}""", "pull.http_proxy is a list; it must be a text")]
    [InlineData("""{"version":1.5}""", "version is 1.5; it must be a whole number")]
    [InlineData("""{"version":null}""", "version is null; it must be a whole number")]
    [InlineData("""{"engine":{"threads":"4"}}""", "engine.threads is a text; it must be a whole number")]
    [InlineData("""{"engine":{"sequence_buckets":["a"]}}""", "it must be a list of whole numbers")]
    [InlineData("""{"scheduler":{"copies_up":true}}""", "scheduler.copies_up is true; it must be a number")]
    [InlineData("""{"auth":{"api_keys":"secret"}}""", "auth.api_keys is a text; it must be a list of texts")]
    [InlineData("""{"daemon":{"runner_commands":{"mock":"m"}}}""", "it must be an object of lists of texts")]
    [InlineData("""{"pull":{"offline":true},"pull":{}}""", "a key twice")]
    [InlineData("""{"pull":{"max_workers":0}}""", "pull.max_workers is 0; it must be at least 1")]
    public void Says_in_the_words_of_the_file_what_is_wrong_with_it(string json, string expected)
    {
        string error = ConfigFile.Parse(Encoding.UTF8.GetBytes(json)).Error!;

        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.All(
            ["Tollama.", "System.", ".NET", "secret"],
            word => Assert.DoesNotContain(word, error, StringComparison.Ordinal));
    }

    [Fact]
    public void Reads_every_section()
    {
        var config = ConfigFile.Parse(
            """
            {"version":1,"pull":{"offline":true,"max_workers":2},"daemon":{"auto_bootstrap":false,"runner_commands":{"mock":["m"]}},
             "auth":{"api_keys":["k"]},"routing":{"fast_path":"mock"}}
            """u8).Require();

        Assert.True(config.Pull.Offline);
        Assert.Equal(2, config.Pull.MaxWorkers);
        Assert.Equal(["m"], config.Daemon.RunnerCommands!["mock"]);
        Assert.Equal(["k"], config.Auth.ApiKeys);
        Assert.Equal("mock", config.Routing.FastPath);
    }

    [Fact]
    public void Reads_a_file_that_begins_with_a_byte_order_mark()
    {
        var config = ConfigFile.Parse([0xEF, 0xBB, 0xBF, .. """{"daemon":{"host":"::1"}}"""u8]).Require();

        Assert.Equal("::1", config.Daemon.Host);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"pull":{"offline":true}}""")]
    [InlineData("""{"daemon":{"host":"::1"}}""")]
    public void Leaves_what_a_document_does_not_name_at_its_default(string json)
    {
        var config = ConfigFile.Parse(Encoding.UTF8.GetBytes(json)).Require();

        Assert.Equal(1, config.Version);
        Assert.True(config.Daemon.AutoBootstrap);
        Assert.Empty(config.Auth.ApiKeys);
        Assert.Null(config.Routing.Default);
    }

    [Fact]
    public void Reads_the_file_again_after_it_changed()
    {
        string home = Directory.CreateTempSubdirectory("tollama-config-").FullName;
        var file = new ConfigFile(home);
        Assert.False(file.Read().Exists);

        File.WriteAllText(file.FilePath, """{"auth":{"api_keys":["first"]}}""");
        Assert.Equal(["first"], file.Read().Require().Auth.ApiKeys);
        File.WriteAllText(file.FilePath, "{");

        Assert.NotNull(file.Read().Error);
        Directory.Delete(home, recursive: true);
    }
}
