using Microsoft.Extensions.Logging.Abstractions;
using Tollama.Core.Configuration;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Silo.Pulling;
using Tollama.Silo.Tests.Hub;
using Tollama.Silo.Tests.Storage;

namespace Tollama.Silo.Tests.Pulling;

public sealed class SiloWeightsTests : IAsyncLifetime
{
    private const string Reference = "hf.co/" + FakeHub.Repository;

    private FakeHub _hub = null!;
    private StoreBench _installer = null!;
    private StoreBench _bench = null!;
    private SiloWeights _weights = null!;

    public async Task InitializeAsync()
    {
        _hub = await FakeHub.StartAsync();
        _hub.AddToyModel();
        _installer = new StoreBench(_hub.Address);
        _bench = new StoreBench(_hub.Address);
        _weights = new SiloWeights(
            _bench.Store,
            new SiloOptions { Home = _bench.Home.FullPath, Environment = new ProcessEnvironment([]) },
            TimeProvider.System,
            NullLogger<SiloWeights>.Instance);
    }

    public async Task DisposeAsync()
    {
        _bench.Dispose();
        _installer.Dispose();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task Fetches_what_another_machine_installed_into_its_own_store()
    {
        var elsewhere = await InstallElsewhereAsync();
        Assert.Null(_weights.Find(elsewhere));

        var events = await _weights.FetchAsync(elsewhere, NoPeers.Instance, default).ToListAsync();

        Assert.Equal("success", events[^1].Status);
        var here = _weights.Find(elsewhere);
        Assert.Equal(_bench.Store.Find(Reference)!.SnapshotPath, here!.SnapshotPath);
        Assert.True(File.Exists(Path.Combine(here.SnapshotPath!, "model.safetensors")));
    }

    [Fact]
    public async Task Takes_what_is_here_as_it_is()
    {
        await _installer.PullAsync(Reference);
        await _bench.PullAsync(Reference);
        var manifest = _bench.Store.Find(Reference)!;
        var installed = Artifact(manifest.SnapshotPath, manifest.CommitSha);
        var builtIn = Artifact(null, null);

        Assert.Same(installed, _weights.Find(installed));
        Assert.Same(builtIn, _weights.Find(builtIn));
    }

    [Fact]
    public async Task An_older_version_in_a_folder_of_the_same_name_is_not_what_was_asked_for()
    {
        await _installer.PullAsync(Reference);
        await _bench.PullAsync(Reference);
        var newer = Artifact(_bench.Store.Find(Reference)!.SnapshotPath, "0123456789abcdef");

        Assert.Null(_weights.Find(newer));
    }

    [Fact]
    public async Task Refuses_another_version_than_the_installed_one()
    {
        var elsewhere = await InstallElsewhereAsync();

        var fault = await Assert.ThrowsAsync<TollamaException>(async () =>
            await _weights.FetchAsync(elsewhere with { Commit = "0000" }, NoPeers.Instance, default).ToListAsync());

        Assert.Equal(ErrorCode.ModelUnsupported, fault.Code);
        Assert.Contains(_hub.Commit, fault.Message, StringComparison.Ordinal);
        Assert.Null(_weights.Find(elsewhere with { Commit = "0000" }));
    }

    /// <summary>What the record of the other machine says; its folder is nowhere here.</summary>
    private async Task<ModelArtifact> InstallElsewhereAsync()
    {
        await _installer.PullAsync(Reference);
        return Artifact("/elsewhere/models/clock/snapshot", _installer.Store.Find(Reference)!.CommitSha);
    }

    private ModelArtifact Artifact(string? path, string? commit)
    {
        var manifest = _installer.Store.Find(Reference);
        return new ModelArtifact
        {
            Name = manifest?.Name ?? "builtin",
            Family = "toy",
            Source = manifest?.Source ?? new("builtin", "builtin", "main"),
            SnapshotPath = path,
            Commit = commit,
        };
    }
}
