using System.Text.Json;
using Tollama.Cli.Commands.Config;
using Tollama.Core.Configuration;
using Tollama.Core.Errors;
using Tollama.Testing;

namespace Tollama.Cli.Tests.Commands;

/// <summary>Values of settings as they are typed.</summary>
public sealed class ConfigKeyTests
{
    [Fact]
    public void Reads_values_as_the_vectors_say()
    {
        using var document = CompatFixtures.Load("vectors", "cli-config-value-parse");
        foreach (var vector in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            var key = ConfigKeys.Find(vector.GetProperty("key").GetString()!);
            string text = vector.GetProperty("text").GetString()!;
            if (vector.TryGetProperty("error", out _))
            {
                var failure = Assert.Throws<CommandFailedException>(() => ConfigKeys.Parse(key, text));
                Assert.Equal(2, failure.ExitCode);
                continue;
            }

            Assert.Equal(Value(vector.GetProperty("value")), ConfigKeys.Parse(key, text));
        }
    }

    [Fact]
    public void Writes_and_reads_every_setting_of_the_scheduler()
    {
        Assert.Equal(27, SchedulerKeys.All.Count);
        foreach (var key in SchedulerKeys.All)
        {
            object value = ConfigKeys.Parse(key, key.Kind switch
            {
                ConfigValueKind.Flag => "true",
                ConfigValueKind.Share => "0.7",
                _ => "7",
            })!;

            var config = key.Set(TollamaConfig.Default, value);

            Assert.Equal(value, key.Get(config));
            Assert.Null(key.Get(TollamaConfig.Default));
            Assert.Null(key.Set(config, null).Scheduler); // nothing said, nothing written
            string name = key.Name["scheduler.".Length..];
            Assert.True(ConfigDocument.ToJson(config).GetProperty("scheduler").TryGetProperty(name, out _), key.Name);
        }
    }

    [Theory]
    [InlineData("engine.threads", "4", "4")]
    [InlineData("engine.batch", "64", "64")]
    [InlineData("engine.sequence_buckets", "128,512", "[128,512]")]
    [InlineData("engine.sequence_buckets", "[]", "[]")]
    public void Writes_and_reads_how_networks_are_run(string name, string text, string json)
    {
        var key = ConfigKeys.Find(name);

        var config = key.Set(TollamaConfig.Default, ConfigKeys.Parse(key, text));

        Assert.Equal(json, ConfigKeys.Show(key.Get(config)));
        Assert.Null(key.Set(config, null).Engine);
        var section = ConfigDocument.ToJson(config).GetProperty("engine");
        Assert.Equal(json, section.GetProperty(name["engine.".Length..]).GetRawText());
    }

    [Fact]
    public void Refuses_lengths_that_do_not_rise() => Assert.Throws<CommandFailedException>(
        () => ConfigKeys.Find("engine.sequence_buckets").Set(TollamaConfig.Default, "512,128"));

    [Fact]
    public void Keeps_the_sections_that_it_has_no_keys_for()
    {
        var config = TollamaConfig.Default with { Cluster = new ClusterSettings { Name = "one" } };

        var written = ConfigDocument.ToJson(config);

        Assert.Equal("{\"name\":\"one\"}", written.GetProperty("cluster").GetRawText());
        Assert.False(ConfigDocument.ToJson(TollamaConfig.Default).TryGetProperty("cluster", out _));
    }

    [Theory]
    [InlineData("scheduler.churn_share", "0")]
    [InlineData("scheduler.churn_share", "1.01")]
    [InlineData("scheduler.churn_share", "NaN")]
    [InlineData("scheduler.max_queue", "0")]
    [InlineData("scheduler.spread", "maybe")]
    public void Refuses_values_outside_their_range(string key, string text) =>
        Assert.Equal(
            2,
            Assert.Throws<CommandFailedException>(() => ConfigKeys.Parse(ConfigKeys.Find(key), text)).ExitCode);

    [Fact]
    public void Refuses_shares_between_which_copies_would_come_and_go()
    {
        var key = ConfigKeys.Find("scheduler.copies_down");

        Assert.Throws<TollamaException>(() => key.Set(TollamaConfig.Default, 0.8));
    }

    [Fact]
    public async Task Lists_every_key_and_writes_a_file_with_each_of_them()
    {
        string home = Directory.CreateTempSubdirectory("tollama-config-").FullName;
        var environment = new Dictionary<string, string> { ["TOLLAMA_HOME"] = home };

        var listed = await CliRun.OfAsync(["config", "list"], environment: environment);
        var written = await CliRun.OfAsync(["config", "init"], environment: environment);
        string file = await File.ReadAllTextAsync(written.Out.Trim());
        var set = await CliRun.OfAsync(["config", "set", "engine.threads", "4"], environment: environment);

        Assert.Equal((0, 0, 0), (listed.ExitCode, written.ExitCode, set.ExitCode));
        using var document = JsonDocument.Parse(listed.Out);
        foreach (string[] parts in ConfigKeys.All.Select(key => key.Name.Split('.')))
        {
            Assert.True(document.RootElement.GetProperty(parts[0]).TryGetProperty(parts[1], out _), parts[1]);
        }

        Assert.Equal(listed.Out, file);
        var changed = new ConfigFile(home).Read().Require();
        Assert.Equal((4, null), (changed.Engine!.Threads, changed.Scheduler)); // nothing said, nothing written
        Directory.Delete(home, recursive: true);
    }

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number => value.GetInt32(),
        JsonValueKind.String => value.GetString(),
        _ => value.GetBoolean(),
    };
}
