using System.Text.Json;
using Tollama.Core.Configuration;
using Tollama.Testing;

namespace Tollama.Core.Tests.Configuration;

public sealed class PullDefaultsTests
{
    [Fact]
    public void Environment_wins_over_the_file_and_the_file_over_the_default()
    {
        using var vector = CompatFixtures.Load("vectors", "pull-defaults-resolution");

        Assert.All(vector.RootElement.GetProperty("cases").EnumerateArray(), Check);
    }

    [Fact]
    public void A_blank_text_counts_as_not_set()
    {
        var resolved = PullDefaults.Resolve(
            new ProcessEnvironment([KeyValuePair.Create("HF_HOME", "  ")]), new PullSettings { HfHome = " " });

        Assert.Equal(new Setting<string?>(null, "default"), resolved.HfHome);
    }

    private static void Check(JsonElement entry)
    {
        var environment = new ProcessEnvironment(entry.GetProperty("env").EnumerateObject()
            .Select(pair => KeyValuePair.Create(pair.Name, pair.Value.GetString()!)));
        var config = ConfigFile.Parse(
            JsonSerializer.SerializeToUtf8Bytes(new { pull = entry.GetProperty("config_pull") })).Require();

        var resolved = PullDefaults.Resolve(environment, config.Pull);

        var expected = entry.GetProperty("effective");
        CheckSetting(expected, "offline", resolved.Offline);
        CheckSetting(expected, "local_files_only", resolved.LocalFilesOnly);
        CheckSetting(expected, "insecure", resolved.Insecure);
        CheckSetting(expected, "hf_home", resolved.HfHome);
        CheckSetting(expected, "http_proxy", resolved.HttpProxy);
        CheckSetting(expected, "https_proxy", resolved.HttpsProxy);
        CheckSetting(expected, "no_proxy", resolved.NoProxy);
        CheckSetting(expected, "max_workers", resolved.MaxWorkers);
        CheckSetting(expected, "token_present", resolved.TokenPresent);
    }

    private static void CheckSetting<T>(JsonElement effective, string name, Setting<T> got)
    {
        var expected = effective.GetProperty(name);
        Assert.Equal(expected.GetProperty("value").GetRawText(), JsonSerializer.Serialize(got.Value));
        Assert.Equal(expected.GetProperty("source").GetString(), got.Source);
    }
}
