using Microsoft.Extensions.Logging.Abstractions;
using Tollama.Core.Catalog;
using Tollama.Core.Inference;
using Tollama.Core.Persistence;
using Tollama.Grains.Cluster;
using Tollama.Grains.Contracts;
using Tollama.Silo.Cluster;
using Tollama.Silo.Storage;
using Tollama.Silo.Tests.Storage;

namespace Tollama.Silo.Tests.Cluster;

/// <summary>A cluster of one silo as the stores of its machines see it: its catalog over notes.</summary>
internal sealed class OneCatalog : ICatalogGrain, IWeightsGrain, IProfileGrain, IClusterView
{
    public OneCatalog()
    {
        Catalog = Open();
        Profiles = new ClusterProfiles(Notes, new ProfileStore("/nowhere", NullLogger<ProfileStore>.Instance));
    }

    /// <summary>All of its grains.</summary>
    public ClusterGrains Grains => new(this, this, WeightsOf);

    /// <summary>The cluster's profiles.</summary>
    public IProfileStore Profiles { get; }

    /// <summary>Where the catalog is kept.</summary>
    public MemoryNotes Notes { get; } = new();

    /// <summary>The catalog as the grain that is alive knows it.</summary>
    public ClusterCatalog Catalog { get; private set; }

    public ListLogger<ClusterCatalog> Log { get; } = new();

    /// <summary>Models whose files the silo was asked to free.</summary>
    public List<string> Freed { get; } = [];

    /// <summary>What the silo answers to that; null for nothing.</summary>
    public Exception? Refusal { get; set; }

    public IReadOnlyList<ClusterMember> Members =>
    [
        new ClusterMember("one", 2, MemberState.Active, "silo", "here:1"),
        new ClusterMember("gone", 1, MemberState.Dead, "silo", "here:2"),
        new ClusterMember("gate", 3, MemberState.Active, "gateway", "here:3"),
    ];

    /// <summary>The catalog's grain is lost and comes up elsewhere.</summary>
    public void Restart() => Catalog = Open();

    public Task<ModelManifest?> FindAsync(string model) => Catalog.FindAsync(model);

    public Task EnterAsync(InstalledModel model) => Catalog.EnterAsync(model);

    public Task TakeUpAsync(IReadOnlyList<InstalledModel> models) => Catalog.TakeUpAsync(models);

    public Task RemoveAsync(string model)
    {
        Freed.Add(model);
        return Refusal is null ? Task.CompletedTask : Task.FromException(Refusal);
    }

    public Task TakeUpAsync(IReadOnlyList<StoredProfile> profiles) => Profiles.TakeUpAsync(profiles);

    Task<IReadOnlyList<StoredProfile>> IProfileGrain.ListAsync() => throw new NotSupportedException();

    Task<StoredProfile?> IProfileGrain.FindAsync(string name) => throw new NotSupportedException();

    public Task<StoredProfile> WriteAsync(string name, ForecastProfile profile) => throw new NotSupportedException();

    public Task<StoredProfile> WriteTextAsync(string name, string yaml) => throw new NotSupportedException();

    public Task<bool> DeleteAsync(string name) => throw new NotSupportedException();

    public Task<IReadOnlyList<ModelManifest>> InstalledAsync() => Catalog.InstalledAsync();

    public Task<IReadOnlyList<RegistryEntry>> RegistryAsync() => throw new NotSupportedException();

    public Task<RegistryEntry?> FindEntryAsync(string model) => throw new NotSupportedException();

    public Task<CatalogMatch> MatchAsync(string model) => throw new NotSupportedException();

    public Task<ModelManifest> RegisterAsync(string model, bool acceptLicence) => throw new NotSupportedException();

    public Task<WeightsAnswer> FindAsync(ModelArtifact artifact) => Task.FromResult(new WeightsAnswer(true, 1));

    public IAsyncEnumerable<PullEvent> FetchAsync(ModelArtifact artifact, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<WeightOffer?> OfferAsync(ModelArtifact artifact) => throw new NotSupportedException();

    public IAsyncEnumerable<WeightChunk> ReadAsync(
        string model, string sha256, long from, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task BeginDrainAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public void EndActivations() => throw new NotSupportedException();

    private OneCatalog WeightsOf(string silo)
    {
        Assert.Equal("one", silo);
        return this;
    }

    private ClusterCatalog Open() => new(Notes, Grains, this, Log);
}
