using Microsoft.Extensions.Logging;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Core.Persistence;
using Tollama.Grains.Cluster;
using Tollama.Grains.Contracts;

namespace Tollama.Silo.Cluster;

/// <summary>The install records that all machines of a cluster share, kept in its database.</summary>
internal sealed partial class ClusterCatalog(
    ISharedNotes notes, ClusterGrains grains, IClusterView view, ILogger<ClusterCatalog> log) : IModelCatalog
{
    private readonly CachedNote<CatalogNote> _note = new(notes, "catalog");
    private readonly ILogger _log = log;
    private (CatalogNote Of, IReadOnlyDictionary<string, ModelManifest> Manifests)? _read;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ModelManifest>> InstalledAsync() =>
        [.. (await ManifestsAsync()).Values.OrderBy(manifest => manifest.Name, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public async Task<ModelManifest?> FindAsync(string model) =>
        ModelReference.TryParse(model) is { } reference
            ? (await ManifestsAsync()).GetValueOrDefault(reference.Name.Value)
            : null;

    /// <inheritdoc/>
    public Task EnterAsync(InstalledModel model) => _note.ChangeAsync(note => With(note, [model]));

    /// <inheritdoc/>
    public Task TakeUpAsync(IReadOnlyList<InstalledModel> models) => _note.ChangeAsync(note => With(
        note,
        models.Where(model => !note.Models.ContainsKey(model.Manifest.Name)
            && !note.Removed.Contains(model.Manifest.Name, StringComparer.Ordinal))));

    /// <inheritdoc/>
    public async Task RemoveAsync(string model)
    {
        var installed = await FindAsync(model) ?? throw new TollamaException(
            ErrorCode.ModelNotFound, $"Model '{model}' is not installed; 'tollama list' shows what is.");
        foreach (var member in view.Members.Where(member =>
            member is { Role: "silo", State: MemberState.Active or MemberState.Draining }))
        {
            await FreeAsync(member.Name, installed.Name); // one by one: two silos may share a disk
        }

        await _note.ChangeAsync(note => note with
        {
            Models = note.Models.Where(entry => entry.Key != installed.Name).ToDictionary(StringComparer.Ordinal),
            Removed = [.. note.Removed.Where(name => name != installed.Name), installed.Name],
        });
    }

    private async Task FreeAsync(string silo, string model)
    {
        try
        {
            await grains.WeightsOf(silo).RemoveAsync(model);
        }
        catch (TollamaException fault) when (fault.Code != ErrorCode.Conflict)
        {
            LogNotFreed(silo, model, fault.Message);
        }
    }

    private static CatalogNote With(CatalogNote note, IEnumerable<InstalledModel> entered)
    {
        var models = note.Models.ToDictionary(StringComparer.Ordinal);
        foreach (var (manifest, acceptedBy) in entered)
        {
            models[manifest.Name] = new CatalogEntry(ManifestJson.Write(manifest), acceptedBy);
        }

        return new CatalogNote
        {
            Models = models,
            Removed = [.. note.Removed.Where(name => !models.ContainsKey(name))],
        };
    }

    private async ValueTask<IReadOnlyDictionary<string, ModelManifest>> ManifestsAsync()
    {
        var note = await _note.ReadAsync();
        if (_read is not { } read || !ReferenceEquals(read.Of, note))
        {
            var manifests = note.Models.ToDictionary(
                entry => entry.Key,
                entry => ManifestJson.Read(entry.Value.Manifest, entry.Key),
                StringComparer.Ordinal);
            read = (note, manifests);
            _read = read;
        }

        return read.Manifests;
    }

    [LoggerMessage(6020, LogLevel.Warning, "Silo {Silo} keeps files of the removed model {Model}: {Reason}")]
    private partial void LogNotFreed(string silo, string model, string reason);
}
