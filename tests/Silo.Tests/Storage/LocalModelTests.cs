using Tollama.Core.Catalog;
using Tollama.Core.Errors;

namespace Tollama.Silo.Tests.Storage;

public sealed class LocalModelTests : IDisposable
{
    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Pulls_a_model_without_weights_as_an_empty_snapshot()
    {
        var events = await _bench.PullAsync("mock");

        Assert.Equal(["pulling manifest", "resolving digest", "success"], events.Select(happened => happened.Status));
        Assert.Equal(("mock", "local", 0), (events[^1].Model, events[^1].Digest, events[^1].Size));
        var manifest = _bench.Store.Find("mock")!;
        Assert.Equal("local", manifest.CommitSha);
        Assert.Equal(_bench.Home.At("models", "mock", "snapshot"), manifest.SnapshotPath);
        Assert.True(Directory.Exists(manifest.SnapshotPath));
        Assert.True(manifest.Licence.Accepted);
        Assert.NotNull(manifest.Licence.AcceptedAt);
    }

    [Fact]
    public async Task Says_already_present_when_the_snapshot_is_there()
    {
        await _bench.PullAsync("mock");

        var events = await _bench.PullAsync("mock");

        Assert.Equal(["already present", "success"], events.Select(happened => happened.Status));
        Assert.Equal("local", events[^1].Digest);
    }

    [Fact]
    public void Writes_manifests_with_sorted_keys_and_a_final_line_end()
    {
        _bench.Store.Register("chronos2", acceptLicence: false);

        string text = File.ReadAllText(_bench.Home.At("models", "chronos2", "manifest.json"));

        Assert.StartsWith(
            "{\n  \"capabilities\": {\n    \"future_covariates_categorical\": true,",
            text,
            StringComparison.Ordinal);
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("metadata", text, StringComparison.Ordinal);
        Assert.False(File.Exists(_bench.Home.At("models", "chronos2", "manifest.tmp")));
    }

    [Fact]
    public void Registering_again_forgets_what_was_pulled()
    {
        _bench.Home.Write("models/mock/manifest.json", """
            {"name": "mock", "family": "mock", "digest": "abc", "size": 7, "installed_at": "2020-01-01T00:00:00Z",
             "source": {"type": "local", "repo_id": "t/m", "revision": "main"}, "license": {"type": "mit", "accepted": true}}
            """);
        Assert.Equal(("abc", 7), (_bench.Store.Find("mock")!.CommitSha, _bench.Store.Find("mock")!.SizeBytes));

        var manifest = _bench.Store.Register("mock", acceptLicence: false);

        Assert.Equal((null, null, 0), (manifest.CommitSha, manifest.PulledAt, manifest.SizeBytes));
        Assert.NotEqual("2020-01-01T00:00:00Z", manifest.InstalledAt);
    }

    [Fact]
    public async Task Lists_installed_models_by_name_and_skips_a_broken_record_with_a_warning()
    {
        await _bench.PullAsync("tide");
        await _bench.PullAsync("mock");
        _bench.Home.Write("models/broken/manifest.json", "{");

        var installed = _bench.Store.Installed();

        Assert.Equal(["mock", "tide"], installed.Select(manifest => manifest.Name));
        Assert.Contains(
            _bench.Log.Lines,
            line =>
                line.StartsWith("Warning", StringComparison.Ordinal)
                && line.Contains("broken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Names_the_folder_that_it_cannot_work_in()
    {
        await _bench.PullAsync("mock");
        string blobs = _bench.Home.At("blobs");
        Directory.Delete(blobs, recursive: true);
        await File.WriteAllTextAsync(blobs, "no folder");

        var pull = await Assert.ThrowsAsync<TollamaException>(() => _bench.PullAsync("mock"));
        var removal = Assert.Throws<TollamaException>(() => _bench.Store.Remove("mock"));

        foreach (var fault in new[] { pull, removal })
        {
            Assert.Equal(ErrorCode.StorageFailed, fault.Code);
            Assert.Contains(_bench.Home.FullPath, fault.Message, StringComparison.Ordinal);
            Assert.Contains("TOLLAMA_HOME", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Removes_the_whole_folder()
    {
        await _bench.PullAsync("mock");

        _bench.Store.Remove("mock");

        Assert.False(Directory.Exists(_bench.Home.At("models", "mock")));
        Assert.Empty(_bench.Store.Installed());
    }

    [Theory]
    [InlineData("mock")]
    [InlineData("a b")]
    [InlineData("../mock")]
    [InlineData("a/b")]
    public void Refuses_to_remove_what_is_not_installed(string model)
    {
        var fault = Assert.Throws<TollamaException>(() => _bench.Store.Remove(model));

        Assert.Equal(ErrorCode.ModelNotFound, fault.Code);
        Assert.Contains(model, fault.Message, StringComparison.Ordinal);
        Assert.Contains("not installed", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zzz")]
    [InlineData("a b")]
    [InlineData("amazon/chronos-2")]
    public void Refuses_to_pull_what_no_registry_knows_before_any_event(string model)
    {
        var fault = Assert.Throws<TollamaException>(
            () => _bench.Store.PullAsync(new PullRequest { Model = model }, default));

        Assert.Equal(ErrorCode.ModelNotFound, fault.Code);
        Assert.Contains(model, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chronso2", "did you mean 'chronos2'?")]
    [InlineData("amazon/chronos-2", "hf.co/amazon/chronos-2")]
    [InlineData("zzzzzz", "list --all")]
    public void Says_how_to_get_at_a_model_that_no_registry_knows(string model, string remedy)
    {
        var fault = Assert.Throws<TollamaException>(
            () => _bench.Store.PullAsync(new PullRequest { Model = model }, default));

        Assert.Contains(remedy, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Has_the_fifteen_models_of_the_original_the_bundled_one_and_the_built_in_ones()
    {
        var registry = _bench.Store.Registry();

        // What we added since is kept out of recommendations.
        Assert.Equal(15, registry.Count(entry => !entry.IsBuiltIn && entry.Metadata?["recommend"] is null));
        Assert.Single(registry, entry => entry.Source.Type == "bundled");
        Assert.Contains(
            registry,
            entry => entry is { Name: "chronos-bolt-small", Source.RepoId: "amazon/chronos-bolt-small" });
        Assert.Contains(registry, entry => entry is { Name: "theta", IsBuiltIn: true });
        Assert.Equal("512-96-ft-l1-r2.1", registry.Single(entry => entry.Name == "granite-ttm-r2").Source.Revision);
        Assert.False((bool)registry.Single(entry => entry.Name == "forecastpfn").Metadata!["forecast_ready"]!);
    }

    [Fact]
    public async Task A_built_in_model_is_always_present_and_never_installed()
    {
        var events = await _bench.PullAsync("theta");

        Assert.Equal(["already present", "success"], events.Select(happened => happened.Status));
        Assert.Empty(_bench.Store.Installed());
        Assert.False(Directory.Exists(_bench.Home.At("models")));
    }
}
