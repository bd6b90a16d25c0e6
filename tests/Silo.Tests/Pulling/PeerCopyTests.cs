using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Tollama.Core.Catalog;
using Tollama.Core.Configuration;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Silo.Pulling;
using Tollama.Silo.Tests.Hub;
using Tollama.Silo.Tests.Storage;
using Tollama.Testing;

namespace Tollama.Silo.Tests.Pulling;

/// <summary>Weights travel from silo to silo: the hub sees one pull, and only whole and true files are stored.</summary>
public sealed class PeerCopyTests : IAsyncLifetime
{
    private const string Reference = "hf.co/" + FakeHub.Repository;
    private const int WeightBytes = 300_000;

    private readonly ManualTimeProvider _clock = new();
    private readonly StoreBench _here = new(); // its hub is not there
    private FakeHub _hub = null!;
    private StoreBench _one = null!;
    private StoreBench _two = null!;
    private ModelArtifact _artifact = null!;
    private TestPeers _peers = null!;

    public async Task InitializeAsync()
    {
        _hub = await FakeHub.StartAsync();
        _hub.AddToyModel(WeightBytes);
        _one = new StoreBench(_hub.Address);
        _two = new StoreBench(_hub.Address);
        await _one.PullAsync(Reference);
        await _two.PullAsync(Reference);
        var manifest = _one.Store.Find(Reference)!;
        _artifact = new ModelArtifact
        {
            Name = manifest.Name,
            Family = manifest.Family,
            Source = manifest.Source,
            SnapshotPath = manifest.SnapshotPath,
            Commit = manifest.CommitSha,
        };
        _peers = new TestPeers(("one", Weights(_one)), ("two", Weights(_two))) { Offered = _artifact };
        _hub.Requests.Clear();
    }

    public async Task DisposeAsync()
    {
        _here.Dispose();
        _one.Dispose();
        _two.Dispose();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task Copies_a_model_from_another_machine_without_the_hub()
    {
        Assert.Null(Weights(_here).Find(_artifact)); // although the folder can be seen: it is another machine's

        var events = await FetchAsync(_here);

        Assert.Equal("success", events[^1].Status);
        Assert.Contains(events, step => step.CompletedBytes >= WeightBytes);
        AssertIsHere();
        Assert.Equal("apache-2.0", _here.Store.Find(Reference)!.Licence.Type);
        Assert.Empty(_hub.Requests);
    }

    [Fact]
    public async Task Goes_on_from_what_a_lost_machine_gave_with_the_next_one()
    {
        _peers.Faults["one"] = (100_000, PeerFault.Lost);

        await FetchAsync(_here);

        Assert.Equal([("one", 0L), ("two", 100_000L)], _peers.Reads);
        AssertIsHere();
    }

    [Fact]
    public async Task Keeps_what_came_for_the_next_attempt_when_all_machines_are_lost()
    {
        _peers.Faults["one"] = (100_000, PeerFault.Lost);
        _peers.Faults["two"] = (50_000, PeerFault.Lost);

        var fault = await Assert.ThrowsAsync<Silo.Hub.HubException>(() => FetchAsync(_here));
        Assert.Equal(ErrorCode.UpstreamFailed, fault.Code);
        Assert.Null(_here.Store.Find(Reference));

        _peers.Faults.Clear();
        await FetchAsync(_here);
        Assert.Equal([("one", 0L), ("two", 100_000L), ("one", 150_000L)], _peers.Reads);
        AssertIsHere();
    }

    [Fact]
    public async Task Never_stores_a_damaged_file_and_takes_it_from_the_next_machine()
    {
        _peers.Faults["one"] = (200_000, PeerFault.Damaged);

        await FetchAsync(_here);

        Assert.Equal([("one", 0L), ("two", 0L)], _peers.Reads);
        AssertIsHere();
    }

    [Fact]
    public async Task Pulls_from_the_hub_when_no_machine_has_a_sound_file()
    {
        using var here = new StoreBench(_hub.Address);
        _peers.Faults["one"] = (200_000, PeerFault.Damaged);
        _peers.Faults["two"] = (200_000, PeerFault.Damaged);

        var events = await FetchAsync(here);

        Assert.Equal("success", events[^1].Status);
        Assert.True(_hub.CountRequests("model.safetensors") > 0);
        Assert.NotNull(Weights(here).Find(_artifact));
    }

    [Fact]
    public async Task Stores_nothing_when_the_only_machine_has_a_damaged_file_and_there_is_no_hub()
    {
        _peers.Faults["one"] = (200_000, PeerFault.Damaged);
        _peers.Faults["two"] = (200_000, PeerFault.Damaged);

        await Assert.ThrowsAsync<Silo.Hub.HubException>(() => FetchAsync(_here));

        string sha256 = Convert.ToHexStringLower(SHA256.HashData(_hub.Content("model.safetensors")));
        Assert.False(File.Exists(_here.Home.At($"blobs/sha256-{sha256}")));
        Assert.Null(_here.Store.Find(Reference));
    }

    [Fact]
    public async Task Leaves_a_machine_that_falls_silent()
    {
        _peers.Faults["one"] = (100_000, PeerFault.Silent);

        var fetch = FetchAsync(_here);
        await _peers.IsSilent.Task.WaitAsync(TimeSpan.FromSeconds(60));
        while (!fetch.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(20));
            await Task.WhenAny(fetch, Task.Delay(20));
        }

        await fetch;
        Assert.Equal(["one", "two"], _peers.Reads.Select(read => read.Peer));
        AssertIsHere();
    }

    [Fact]
    public async Task Replaces_another_version_that_is_here()
    {
        using var here = new StoreBench(_hub.Address);
        _hub.AddToyModel(WeightBytes, seed: 2);
        await here.PullAsync(Reference);
        Assert.NotEqual(_artifact.Commit, here.Store.Find(Reference)!.CommitSha);
        Assert.Null(Weights(here).Find(_artifact));

        await FetchAsync(here);

        Assert.Equal(_artifact.Commit, here.Store.Find(Reference)!.CommitSha);
        Assert.NotNull(Weights(here).Find(_artifact));
    }

    [Fact]
    public async Task Gives_nothing_of_another_version_nor_by_a_digest_that_the_model_has_not()
    {
        var one = Weights(_one);

        Assert.NotNull(one.Offer(_artifact));
        Assert.Null(one.Offer(_artifact with { Commit = new string('0', 40) }));
        Assert.Null(one.Offer(_artifact with { Name = "unknown" }));
        foreach (string wanted in new[] { new string('0', 64), "../../models/x/manifest.json" })
        {
            var fault = await Assert.ThrowsAsync<TollamaException>(
                async () => await one.ReadAsync(_artifact.Name, wanted, 0, default).ToListAsync());
            Assert.Equal(ErrorCode.NotFound, fault.Code);
        }
    }

    [Fact]
    public void Gives_nothing_whose_files_are_not_all_there()
    {
        File.Delete(Path.Combine(_artifact.SnapshotPath!, "model.safetensors"));

        Assert.Null(Weights(_one).Offer(_artifact));
    }

    private Task<List<PullEvent>> FetchAsync(StoreBench bench) =>
        Weights(bench).FetchAsync(_artifact, _peers, default).ToListAsync().AsTask();

    private void AssertIsHere()
    {
        var here = Weights(_here).Find(_artifact)!;
        Assert.StartsWith(_here.Home.FullPath, here.SnapshotPath, StringComparison.Ordinal);
        Assert.Equal(
            _hub.Content("model.safetensors"),
            File.ReadAllBytes(Path.Combine(here.SnapshotPath!, "model.safetensors")));
    }

    private SiloWeights Weights(StoreBench bench) => new(
        bench.Store,
        new SiloOptions { Home = bench.Home.FullPath, Environment = new ProcessEnvironment([]) },
        _clock,
        NullLogger<SiloWeights>.Instance);
}
