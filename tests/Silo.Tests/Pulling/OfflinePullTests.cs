using System.Security.Cryptography;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Silo.Tests.Hub;
using Tollama.Silo.Tests.Storage;

namespace Tollama.Silo.Tests.Pulling;

public sealed class OfflinePullTests : IAsyncLifetime
{
    private const string Reference = "hf.co/" + FakeHub.Repository;

    private readonly TemporaryFolder _cache = new();
    private FakeHub _hub = null!;
    private StoreBench _bench = null!;

    public async Task InitializeAsync()
    {
        _hub = (await FakeHub.StartAsync()).AddToyModel();
        _bench = new StoreBench(_hub.Address);
    }

    public async Task DisposeAsync()
    {
        _bench.Dispose();
        _cache.Dispose();
        await _hub.DisposeAsync();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Imports_a_hugging_face_cache_without_any_request(bool offline, bool localOnly)
    {
        FillCache();

        var events = await _bench.PullAsync(Request(offline, localOnly));

        Assert.Empty(_hub.Requests);
        Assert.Equal(_hub.Commit, events[^1].Digest);
        string snapshot = _bench.Store.Find(Reference)!.SnapshotPath!;
        Assert.Equal(
            _hub.Content("model.safetensors"),
            await File.ReadAllBytesAsync(Path.Combine(snapshot, "model.safetensors")));
        Assert.Null(new FileInfo(Path.Combine(snapshot, "model.safetensors")).LinkTarget);
    }

    [Fact]
    public async Task Online_too_takes_from_the_cache_what_is_there()
    {
        FillCache();

        await _bench.PullAsync(Request(offline: false, localOnly: false));

        Assert.Equal(0, _hub.CountRequests("model.safetensors"));
        Assert.Equal(1, _hub.CountRequests("/api/models"));
    }

    [Fact]
    public async Task Downloads_instead_of_taking_a_broken_cache_entry()
    {
        FillCache(corruptWeights: true);

        await _bench.PullAsync(Request(offline: false, localOnly: false));

        string snapshot = _bench.Store.Find(Reference)!.SnapshotPath!;
        Assert.Equal(
            _hub.Content("model.safetensors"),
            await File.ReadAllBytesAsync(Path.Combine(snapshot, "model.safetensors")));
    }

    [Fact]
    public async Task Refuses_a_broken_cache_entry_when_offline()
    {
        FillCache(corruptWeights: true);

        var fault = await Assert.ThrowsAnyAsync<TollamaException>(() =>
            _bench.PullAsync(Request(offline: true, localOnly: true)));

        Assert.Equal(ErrorCode.UpstreamFailed, fault.Code);
        Assert.Null(_bench.Store.Find(Reference));
    }

    [Fact]
    public async Task Advises_to_go_online_when_nothing_is_cached()
    {
        var fault = await Assert.ThrowsAnyAsync<TollamaException>(() =>
            _bench.PullAsync(Request(offline: true, localOnly: true)));

        Assert.Contains("--offline", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_hub.Requests);
    }

    [Fact]
    public async Task The_snapshot_outlives_the_cache()
    {
        FillCache();
        await _bench.PullAsync(Request(offline: true, localOnly: true));

        Directory.Delete(_cache.At("hub"), recursive: true);

        string snapshot = _bench.Store.Find(Reference)!.SnapshotPath!;
        Assert.Equal(
            _hub.Content("model.safetensors"),
            await File.ReadAllBytesAsync(Path.Combine(snapshot, "model.safetensors")));
    }

    private PullRequest Request(bool offline, bool localOnly) =>
        new() { Model = Reference, Offline = offline, LocalFilesOnly = localOnly, HfHome = _cache.FullPath };

    /// <summary>
    /// Lays the repository out as the Hugging Face libraries do: blobs by digest, links under published names.
    /// </summary>
    private void FillCache(bool corruptWeights = false)
    {
        string model = _cache.At("hub", "models--acme--clock");
        string snapshot = Path.Combine(model, "snapshots", _hub.Commit);
        Directory.CreateDirectory(snapshot);
        _cache.Write("hub/models--acme--clock/refs/main", _hub.Commit);
        File.WriteAllBytes(Path.Combine(snapshot, "config.json"), _hub.Content("config.json"));

        byte[] weights = _hub.Content("model.safetensors").ToArray();
        string digest = Convert.ToHexStringLower(SHA256.HashData(weights));
        weights[^1] ^= corruptWeights ? (byte)1 : (byte)0;
        Directory.CreateDirectory(Path.Combine(model, "blobs"));
        File.WriteAllBytes(Path.Combine(model, "blobs", digest), weights);
        File.CreateSymbolicLink(Path.Combine(snapshot, "model.safetensors"), $"../../blobs/{digest}");
    }
}
