using Microsoft.Extensions.Logging.Abstractions;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Silo.Cluster;
using Tollama.Silo.Hub;
using Tollama.Silo.Storage;
using Tollama.Silo.Tests.Hub;
using Tollama.Silo.Tests.Storage;

namespace Tollama.Silo.Tests.Cluster;

public sealed class ClusterModelStoreTests : IAsyncLifetime
{
    private const string Reference = "hf.co/" + FakeHub.Repository;
    private const string Licensed = "moirai-2.0-R-small";

    private readonly OneCatalog _cluster = new();
    private FakeHub _hub = null!;
    private StoreBench _bench = null!;
    private ClusterModelStore _store = null!;

    public async Task InitializeAsync()
    {
        _hub = await FakeHub.StartAsync();
        _hub.AddToyModel();
        _bench = new StoreBench(_hub.Address);
        _store = new ClusterModelStore(_bench.Store, _cluster.Grains);
    }

    public async Task DisposeAsync()
    {
        _bench.Dispose();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task What_is_pulled_here_is_known_everywhere()
    {
        var events = await PullAsync(Reference);

        Assert.Equal("success", events[^1].Status);
        var manifest = await _cluster.Catalog.FindAsync(Reference);
        Assert.Equal((_hub.Commit, _bench.Store.Find(Reference)!.SnapshotPath),
            (manifest!.CommitSha, manifest.SnapshotPath));
    }

    [Fact]
    public async Task What_the_cluster_has_is_present()
    {
        await PullAsync(Reference);

        var events = await PullAsync(Reference);

        Assert.Equal("already present", events[0].Status);
    }

    [Fact]
    public async Task What_the_cluster_removed_is_pulled_anew()
    {
        await PullAsync(Reference);
        await _cluster.Catalog.RemoveAsync(Reference);

        var events = await PullAsync(Reference);

        Assert.Equal("pulling manifest", events[0].Status);
        Assert.NotNull(await _cluster.Catalog.FindAsync(Reference));
    }

    [Fact]
    public async Task Terms_that_the_cluster_accepted_are_accepted_on_every_machine()
    {
        using var other = new StoreBench();
        var fault = await Assert.ThrowsAsync<TollamaException>(() => PullAsync(Licensed));
        Assert.Equal(ErrorCode.LicenceRequired, fault.Code);

        var accepted = other.Store.Register(Licensed, acceptLicence: true);
        await _cluster.Catalog.EnterAsync(new InstalledModel(accepted, other.Store.AcceptedBy(Licensed)));

        // nobody asks for the licence any more; the hub of this test has no such model
        await Assert.ThrowsAsync<HubException>(() => PullAsync(Licensed));
    }

    [Fact]
    public async Task Other_terms_than_the_accepted_ones_are_asked_for_again()
    {
        using var other = new StoreBench();
        var accepted = other.Store.Register(Licensed, acceptLicence: true);
        await _cluster.Catalog.EnterAsync(new InstalledModel(
            accepted with { Licence = accepted.Licence with { Notice = "older words" } }, null));

        var fault = await Assert.ThrowsAsync<TollamaException>(() => PullAsync(Licensed));

        Assert.Equal(ErrorCode.LicenceRequired, fault.Code);
    }

    [Fact]
    public async Task What_a_machine_has_installed_is_taken_up_when_its_silo_joins()
    {
        _bench.Store.Register("chronos2", acceptLicence: false);
        var files = new ProfileStore(_bench.Home.FullPath, NullLogger<ProfileStore>.Instance);
        files.Write("own", files.Parse("model: mock"));
        using var intake = new HomeIntake(
            _bench.Store, files, _cluster.Grains, TimeProvider.System, NullLogger<HomeIntake>.Instance);

        await intake.StartAsync(default);
        await intake.ExecuteTask!;

        Assert.NotNull(await _cluster.Catalog.FindAsync("chronos2"));
        Assert.Equal("mock", (await _cluster.Profiles.FindAsync("own"))!.Profile.Model);
    }

    private Task<List<PullEvent>> PullAsync(string model) =>
        _store.PullAsync(new PullRequest { Model = model }, default).ToListAsync().AsTask();
}
