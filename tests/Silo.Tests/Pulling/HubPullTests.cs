using System.Security.Cryptography;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Silo.Tests.Hub;
using Tollama.Silo.Tests.Storage;

namespace Tollama.Silo.Tests.Pulling;

public sealed class HubPullTests : IAsyncLifetime
{
    private const string Reference = "hf.co/" + FakeHub.Repository;
    private const string Name = "hf.co--acme--clock";

    private FakeHub _hub = null!;
    private StoreBench _bench = null!;

    public async Task InitializeAsync()
    {
        _hub = await FakeHub.StartAsync();
        _bench = new StoreBench(_hub.Address);
    }

    public async Task DisposeAsync()
    {
        _bench.Dispose();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task Presents_the_published_files_and_only_those_a_model_needs()
    {
        _hub.AddToyModel();

        var events = await _bench.PullAsync(Reference);

        string snapshot = _bench.Store.Find(Reference)!.SnapshotPath!;
        Assert.Equal(_bench.Home.At("models", Name, "snapshot"), snapshot);
        Assert.Equal(
            ["README.md", "config.json", "model.safetensors"],
            Directory.EnumerateFiles(snapshot).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(
            _hub.Content("model.safetensors"),
            await File.ReadAllBytesAsync(Path.Combine(snapshot, "model.safetensors")));
        Assert.Equal(["pulling manifest", "resolving digest"], events.Take(2).Select(happened => happened.Status));
        Assert.Equal(_hub.Commit, events[1].Digest);
        Assert.Equal((Name, _hub.Commit), (events[^1].Model, events[^1].Digest));
    }

    [Fact]
    public async Task Progress_ends_with_every_byte_and_file_and_never_exceeds_its_total()
    {
        _hub.AddToyModel(weightBytes: 5_000_000);

        var events = await _bench.PullAsync(Reference);

        var steps = events.Where(happened => happened.Status == "downloading").ToList();
        long total =
            _hub.Content("model.safetensors").Length
            + _hub.Content("config.json").Length
            + _hub.Content("README.md").Length;
        Assert.True(steps.Count >= 4, $"{steps.Count} steps for 5 MB");
        Assert.All(steps, step => Assert.True(step.CompletedBytes <= step.TotalBytes && step.FilesTotal == 3));
        Assert.Equal((total, total, 3), (steps[^1].CompletedBytes, steps[^1].TotalBytes, steps[^1].FilesCompleted));
        Assert.Equal(total, events[^1].Size);
    }

    [Fact]
    public async Task Keeps_weights_once_as_a_blob_named_by_their_digest()
    {
        _hub.AddToyModel();

        await _bench.PullAsync(Reference);

        byte[] weights = _hub.Content("model.safetensors");
        string blob = _bench.Home.At("blobs", "sha256-" + Convert.ToHexStringLower(SHA256.HashData(weights)));
        Assert.Equal(weights, await File.ReadAllBytesAsync(blob));
        Assert.Empty(Directory.EnumerateFiles(_bench.Home.At("blobs"), "*.partial"));
        Assert.False(Directory.Exists(_bench.Home.At("models", Name, "snapshot.tmp")));
    }

    [Fact]
    public async Task A_second_model_with_the_same_content_downloads_nothing_but_the_description()
    {
        _hub.AddToyModel();
        await _bench.PullAsync(Reference);
        int before = _hub.CountRequests("model.safetensors");

        await _bench.PullAsync($"{Reference}@{_hub.Commit}");

        Assert.Equal(before, _hub.CountRequests("model.safetensors"));
        Assert.Equal(2, _bench.Store.Installed().Count);
    }

    [Fact]
    public async Task Removing_frees_exactly_what_no_other_model_uses()
    {
        _hub.AddToyModel();
        string second = $"{Reference}@{_hub.Commit}";
        await _bench.PullAsync(Reference);
        await _bench.PullAsync(second);

        _bench.Store.Remove(Reference);
        int afterFirst = Directory.GetFiles(_bench.Home.At("blobs")).Length;
        byte[] kept = await File.ReadAllBytesAsync(
            Path.Combine(_bench.Store.Find(second)!.SnapshotPath!, "model.safetensors"));
        _bench.Store.Remove(second);

        Assert.Equal(3, afterFirst);
        Assert.Equal(_hub.Content("model.safetensors"), kept);
        Assert.Empty(Directory.GetFiles(_bench.Home.At("blobs")));
    }

    [Fact]
    public async Task Contents_that_nobody_uses_go_after_a_week_and_not_before()
    {
        string young = _bench.Home.Write("blobs/sha256-" + new string('a', 64), "left by a pull that failed");
        string old = _bench.Home.Write("blobs/sha256-" + new string('b', 64), "forgotten");
        string oldPart = _bench.Home.Write("blobs/sha256-" + new string('c', 64) + ".partial", "forgotten");
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-8));
        File.SetLastWriteTimeUtc(oldPart, DateTime.UtcNow.AddDays(-8));

        await _bench.PullAsync("mock");

        Assert.Equal((true, false, false), (File.Exists(young), File.Exists(old), File.Exists(oldPart)));
    }

    [Fact]
    public async Task Takes_the_shards_that_the_index_names_and_no_others()
    {
        _hub.Add("config.json", """{"model_type": "toy"}""")
            .Add(
                "model.safetensors.index.json",
                """{"weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"}}""")
            .Add("model-1.safetensors", Safetensors.Create(5000, 1))
            .Add("model-2.safetensors", Safetensors.Create(5000, 2))
            .Add("model.fp16.safetensors", Safetensors.Create(5000, 3));

        await _bench.PullAsync(Reference);

        string snapshot = _bench.Store.Find(Reference)!.SnapshotPath!;
        Assert.True(File.Exists(Path.Combine(snapshot, "model-2.safetensors")));
        Assert.False(File.Exists(Path.Combine(snapshot, "model.fp16.safetensors")));
    }

    [Fact]
    public async Task Refuses_a_shard_index_that_leaves_the_folder()
    {
        _hub.Add("config.json", """{"model_type": "toy"}""")
            .Add("model.safetensors.index.json", """{"weight_map": {"a": "../../../evil.safetensors"}}""");

        var fault = await Assert.ThrowsAnyAsync<TollamaException>(() => _bench.PullAsync(Reference));

        Assert.Contains("../../../evil.safetensors", fault.Message, StringComparison.Ordinal);
        Assert.Null(_bench.Store.Find(Reference));
    }

    [Theory]
    [InlineData("../evil.json")]
    [InlineData("/etc/evil.json")]
    [InlineData("a\\..\\evil.json")]
    [InlineData("C:evil.json")]
    public async Task Refuses_a_repository_with_a_file_name_that_leaves_the_folder(string path)
    {
        _hub.AddToyModel().Add(path, "{}");

        var fault = await Assert.ThrowsAnyAsync<TollamaException>(() => _bench.PullAsync(Reference));

        Assert.Equal(ErrorCode.UpstreamFailed, fault.Code);
        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_weights_that_no_family_reads_before_they_travel()
    {
        _hub.Add("config.json", """{"model_type": "toy"}""").Add("pytorch_model.bin", new byte[1000]);

        var fault = await Assert.ThrowsAnyAsync<TollamaException>(() => _bench.PullAsync(Reference));

        Assert.Equal(ErrorCode.ModelUnsupported, fault.Code);
        Assert.Contains("pytorch_model.bin", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, _hub.CountRequests("pytorch_model.bin"));
        Assert.Empty(_bench.Store.Installed());
    }

    [Fact]
    public async Task Refuses_a_checkpoint_that_no_family_reads_before_its_weights_travel()
    {
        _hub.AddToyModel().Add("config.json", """{"architectures": ["StrangeForCausalLM"], "model_type": "strange"}""");

        var fault = await Assert.ThrowsAnyAsync<TollamaException>(() => _bench.PullAsync(Reference));

        Assert.Equal(ErrorCode.ModelUnsupported, fault.Code);
        Assert.Contains("StrangeForCausalLM", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, _hub.CountRequests("model.safetensors"));
        Assert.Empty(_bench.Store.Installed());
        Assert.False(Directory.Exists(_bench.Home.At("models", Name)));
    }

    [Fact]
    public async Task Records_what_the_checkpoint_says_it_is()
    {
        _hub.AddToyModel();

        await _bench.PullAsync(Reference);

        var manifest = _bench.Store.Find(Reference)!;
        Assert.Equal(
            ("torch", "huggingface", FakeHub.Repository),
            (manifest.Family, manifest.Source.Type, manifest.Source.RepoId));
        Assert.Equal("toy", (string)manifest.Metadata!["implementation"]!);
        Assert.Equal("apache-2.0", manifest.Licence.Type);
        Assert.NotNull(manifest.PulledAt);
    }

    [Fact]
    public async Task Pulls_again_by_the_stored_name_what_was_installed_by_reference()
    {
        _hub.AddToyModel();
        await _bench.PullAsync(Reference);

        var events = await _bench.PullAsync(Name);

        Assert.Equal(["already present", "success"], events.Select(happened => happened.Status));
        Assert.Equal(_hub.Commit, events[^1].Digest);
    }

    [Fact]
    public async Task Pulls_again_when_a_file_of_the_snapshot_is_gone()
    {
        _hub.AddToyModel();
        await _bench.PullAsync(Reference);
        string weights = Path.Combine(_bench.Store.Find(Reference)!.SnapshotPath!, "model.safetensors");
        File.Delete(weights);

        var events = await _bench.PullAsync(Reference);

        Assert.DoesNotContain(events, happened => happened.Status == "already present");
        Assert.True(File.Exists(weights));
    }

    [Fact]
    public async Task Repairs_a_state_folder_whose_disk_kept_the_names_of_files_alone()
    {
        _hub.AddToyModel();
        await _bench.PullAsync(Reference);
        foreach (string path in Directory.EnumerateFiles(_bench.Home.FullPath, "*", SearchOption.AllDirectories))
        {
            await File.WriteAllBytesAsync(path, []);
        }

        var events = await _bench.PullAsync(Reference);

        Assert.DoesNotContain(events, happened => happened.Status == "already present");
        byte[] weights = _hub.Content("model.safetensors");
        var manifest = _bench.Open().Find(Reference)!;
        Assert.Equal(_hub.Commit, manifest.CommitSha);
        Assert.Equal(weights, await File.ReadAllBytesAsync(Path.Combine(manifest.SnapshotPath!, "model.safetensors")));
        string blob = _bench.Home.At("blobs", "sha256-" + Convert.ToHexStringLower(SHA256.HashData(weights)));
        Assert.Equal(weights, await File.ReadAllBytesAsync(blob));
    }

    [Fact]
    public async Task A_blob_that_is_not_what_its_name_says_is_fetched_again()
    {
        _hub.AddToyModel();
        byte[] weights = _hub.Content("model.safetensors");
        _bench.Home.Write(
            "blobs/sha256-" + Convert.ToHexStringLower(SHA256.HashData(weights)), new string('0', weights.Length));

        await _bench.PullAsync(Reference);

        string snapshot = _bench.Store.Find(Reference)!.SnapshotPath!;
        Assert.Equal(weights, await File.ReadAllBytesAsync(Path.Combine(snapshot, "model.safetensors")));
    }

    [Fact]
    public async Task Refuses_weights_that_the_disk_has_no_room_for_before_the_first_byte()
    {
        _hub.AddToyModel();
        _bench.FreeBytes = 1000;

        var fault = await Assert.ThrowsAnyAsync<TollamaException>(() => _bench.PullAsync(Reference));

        Assert.Equal(ErrorCode.StorageFailed, fault.Code);
        Assert.Equal(0, _hub.CountRequests("model.safetensors"));
    }

    [Fact]
    public async Task Says_aloud_that_certificates_are_not_verified()
    {
        _hub.AddToyModel();

        var events = await _bench.PullAsync(new PullRequest { Model = Reference, Insecure = true });

        Assert.Contains(events, happened => happened is { Status: "warning", Message: not null });
    }

    [Fact]
    public async Task A_commercial_restriction_on_the_model_card_must_be_accepted()
    {
        _hub.AddToyModel().CardLicence = "cc-by-nc-4.0";

        var fault = await Assert.ThrowsAnyAsync<TollamaException>(() => _bench.PullAsync(Reference));
        await _bench.PullAsync(Reference, acceptLicence: true);

        Assert.Equal(ErrorCode.LicenceRequired, fault.Code);
        Assert.Equal(("cc-by-nc-4.0", true, true), Licence());
        (string, bool, bool) Licence()
        {
            var licence = _bench.Store.Find(Reference)!.Licence;
            return (licence.Type, licence.NeedsAcceptance, licence.Accepted);
        }
    }
}
