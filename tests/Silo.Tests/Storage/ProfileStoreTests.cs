using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Tests.Storage;

public sealed class ProfileStoreTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly ListLogger<ProfileStore> _log = new();
    private readonly ProfileStore _store;

    public ProfileStoreTests() => _store = new ProfileStore(_home.FullPath, _log);

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Stores_a_profile_normalised_and_reads_it_back()
    {
        var profile = _store.Parse("model: mock\nhorizon: 4\nquantiles: [0.1, 0.9]\noptions: {b: [1, x], a: {}}\n");

        var stored = _store.Write("weekly", profile);

        Assert.Equal(_home.At("modelfiles", "weekly.yaml"), stored.Path);
        Assert.Equal(
            "enabled: true\nhorizon: 4\nmodel: mock\noptions:\n  a: {}\n  b:\n    - 1\n    - x\n"
            + "parameters:\n  covariates_mode: best_effort\nquantiles:\n  - 0.1\n  - 0.9\n",
            File.ReadAllText(stored.Path));
        Assert.True(JsonNode.DeepEquals(profile.ToJson(), _store.Find("weekly")!.Profile.ToJson()));
        Assert.False(File.Exists(_home.At("modelfiles", "weekly.tmp")));
    }

    [Fact]
    public void Reads_what_the_original_writes()
    {
        _home.Write("modelfiles/old.yaml", """
            enabled: true
            horizon: 7
            model: "caf\xE9"
            options: {}
            parameters:
              covariates_mode: strict
            quantiles:
            - 0.1
            - 0.9
            """);

        var profile = _store.Find("old")!.Profile;

        Assert.Equal(
            ("café", 7, "strict"),
            (profile.Model, profile.Horizon, (string)profile.Parameters["covariates_mode"]!));
    }

    [Theory]
    [InlineData("horizon: 3", "model")]
    [InlineData("model: ''", "model")]
    [InlineData("model: m\ncolour: red", "colour")]
    [InlineData("model: m\nhorizon: 0", "horizon")]
    [InlineData("model: m\nhorizon: '3'", "horizon")]
    [InlineData("model: m\nquantiles: [0.9, 0.1]", "quantiles")]
    [InlineData("model: m\nquantiles: [1]", "quantiles")]
    [InlineData("model: m\noptions: null", "options")]
    [InlineData("model: m\nparameters: {covariates_mode: maybe}", "covariates_mode")]
    [InlineData("model: m\nparameters: {unknown: 1}", "unknown")]
    [InlineData("model: m\ncovariate_mappings: {a: 1}", "covariate_mappings")]
    [InlineData("model: m\nenabled: 1", "enabled")]
    [InlineData("- model", "object")]
    [InlineData("model: &a m\nhorizon: *a", "aliases")]
    [InlineData("model: [", "Line")]
    public void Names_what_is_wrong_with_a_profile(string yaml, string part)
    {
        var fault = Assert.Throws<TollamaException>(() => _store.Parse(yaml));

        Assert.Equal(ErrorCode.InvalidRequest, fault.Code);
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("../x")]
    [InlineData("")]
    public void Refuses_a_name_that_is_none(string name)
    {
        Assert.Equal(ErrorCode.InvalidRequest, Assert.Throws<TollamaException>(() => _store.Find(name)).Code);
        Assert.Equal(ErrorCode.InvalidRequest, Assert.Throws<TollamaException>(() => _store.Delete(name)).Code);
        Assert.Equal(
            ErrorCode.InvalidRequest,
            Assert.Throws<TollamaException>(() => _store.Write(name, new ForecastProfile { Model = "m" })).Code);
    }

    [Fact]
    public void Lists_by_name_and_skips_a_broken_file_with_a_warning()
    {
        _store.Write("b", new ForecastProfile { Model = "m" });
        _store.Write("a", new ForecastProfile { Model = "m" });
        _home.Write("modelfiles/broken.yaml", "model: [");

        Assert.Equal(["a", "b"], _store.List().Select(stored => stored.Name));
        Assert.Contains("broken", Assert.Single(_log.Lines), StringComparison.Ordinal);
        Assert.Throws<TollamaException>(() => _store.Find("broken"));
    }

    [Fact]
    public void Deletes_once()
    {
        _store.Write("a", new ForecastProfile { Model = "m" });

        Assert.True(_store.Delete("a"));
        Assert.False(_store.Delete("a"));
        Assert.Null(_store.Find("a"));
    }

    [Fact]
    public void Every_text_survives_the_file()
    {
        Prop.ForAll<string[]>(texts =>
        {
            var list = new JsonArray([.. texts.Select(text => (JsonNode?)JsonValue.Create(WithoutHalves(text)))]);
            var options = new JsonObject { ["list"] = list, ["yes"] = "no", ["1"] = "1.5", ["~"] = null };

            string yaml = YamlWriter.Write(options);

            Assert.True(yaml.All(char.IsAscii));
            Assert.True(JsonNode.DeepEquals(options, YamlReader.Read(yaml)), yaml);
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>Half a surrogate pair is no text; JSON readers refuse it before a profile is made.</summary>
    private static string WithoutHalves(string? text) =>
        string.Concat((text ?? string.Empty).Where(letter => !char.IsSurrogate(letter)));
}
