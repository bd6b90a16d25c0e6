using System.Text;
using Tollama.Core.Configuration;
using Tollama.Core.Errors;

namespace Tollama.Core.Tests.Configuration;

public sealed class RoutingManifestTests : IDisposable
{
    private const string Modes = """{"default": "m1", "fast_path": "m2", "high_accuracy": "m3"}""";

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("tollama-routing-");

    public void Dispose() => _home.Delete(recursive: true);

    [Theory]
    [InlineData(Modes)]
    [InlineData("""{"routing_recommendation": """ + Modes + """, "leaderboard": [], "run_id": "r1"}""")]
    [InlineData("""{"version": 1, "run_id": "r1", "routing": """ + Modes + """, "caveats": ["c"], "policy": "p"}""")]
    public void Reads_the_three_forms(string json)
    {
        var manifest = Parse(json);

        Assert.Equal(new RoutingSettings { Default = "m1", FastPath = "m2", HighAccuracy = "m3" }, manifest.Routing);
        Assert.Equal(1, (int)manifest.ToJson()["version"]!);
        Assert.Equal(11, manifest.ToJson().Count);
        Assert.Equal("m2", (string)manifest.ToJson()["routing"]!["fast_path"]!);
    }

    [Theory]
    [InlineData("""{"x": 1}""")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"routing": {}}""")]
    [InlineData("""{"routing": {"default": 3}}""")]
    [InlineData("""{"routing": {"default": "m"}, "version": 2}""")]
    [InlineData("""{"routing": {"default": "m"}, "colour": 1}""")]
    [InlineData("""{"routing_recommendation": null}""")]
    [InlineData("""{"default": "a", "default": "b"}""")]
    public void Refuses_what_is_none_of_them(string json) =>
        Assert.Equal(ErrorCode.InvalidRequest, Assert.Throws<TollamaException>(() => Parse(json)).Code);

    [Fact]
    public void The_settings_file_speaks_first_for_each_mode()
    {
        var merged = RoutingManifest.Merge(new RoutingSettings { FastPath = "mine" }, Parse(Modes));

        Assert.Equal(new RoutingSettings { Default = "m1", FastPath = "mine", HighAccuracy = "m3" }, merged);
    }

    [Fact]
    public void A_named_file_replaces_the_one_of_the_state_folder_and_a_broken_one_counts_as_none()
    {
        File.WriteAllText(Path.Combine(_home.FullName, "routing.json"), Modes);
        string other = Path.Combine(_home.FullName, "other.json");
        File.WriteAllText(other, "{");

        Assert.Equal("m1", RoutingManifest.Find(_home.FullName, Environment())?.Routing.Default);
        Assert.Null(RoutingManifest.Find(_home.FullName, Environment(other)));
        Assert.Null(RoutingManifest.Find(_home.FullName, Environment(other + ".missing")));
    }

    private static RoutingManifest Parse(string json) => RoutingManifest.Parse(Encoding.UTF8.GetBytes(json));

    private static ProcessEnvironment Environment(string? manifest = null) => new(
        manifest is null ? [] : [KeyValuePair.Create("TOLLAMA_ROUTING_MANIFEST", manifest)]);
}
