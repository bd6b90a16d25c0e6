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
