using Microsoft.Extensions.Logging;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Silo.Pulling;

namespace Tollama.Silo.Storage;

/// <summary>
/// The state folder as the original lays it out, with content-addressed weights behind the published file names.
/// Safe for concurrent use, also by several processes.
/// </summary>
internal sealed class ModelStore : IModelStore
{
    private readonly IReadOnlyList<RegistryEntry> _builtIn;
    private readonly RegistryCatalog _registry;
    private readonly InstallRecords _records;
    private readonly LicenceReceipts _receipts;
    private readonly StoreFolders _folders;
    private readonly StoreSweeper _sweeper;
    private readonly ModelPuller _puller;
    private readonly TimeProvider _time;

    /// <summary>Opens the store; nothing is read or created yet.</summary>
    /// <param name="options">Where it is and how the hub is reached.</param>
    /// <param name="builtIn">Models that need no install.</param>
    /// <param name="surroundings">Families, clock, disk.</param>
    /// <param name="log">Log.</param>
    public ModelStore(
        StoreOptions options,
        IReadOnlyList<RegistryEntry> builtIn,
        PullSurroundings surroundings,
        ILogger<ModelStore> log)
    {
        _builtIn = builtIn.OrderBy(entry => entry.Name, StringComparer.Ordinal).ToList();
        _registry = new RegistryCatalog(options.RegistryFile);
        _folders = new StoreFolders(options.Home);
        _records = new InstallRecords(_folders.Models, log);
        _receipts = new LicenceReceipts(_folders.Licences, options.Account);
        _time = surroundings.Time;
        var blobs = new BlobStore(_folders.Blobs, _time);
        _sweeper = new StoreSweeper(_records, blobs, _folders);
        _puller = new ModelPuller(options, _records, _receipts, blobs, _sweeper, surroundings);
    }

    /// <inheritdoc/>
    public IReadOnlyList<RegistryEntry> Registry() =>
        [.. _registry.Read(), .. _builtIn];

    /// <inheritdoc/>
    public RegistryEntry? FindInRegistry(string model) =>
        FindByName(_registry.Read(), model) ?? FindByName(_builtIn, model);

    private static RegistryEntry? FindByName(IReadOnlyList<RegistryEntry> entries, string model)
    {
        foreach (var entry in entries)
        {
            if (string.Equals(entry.Name, model, StringComparison.Ordinal))
            {
                return entry;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<ModelManifest> Installed() => _records.List();

    /// <inheritdoc/>
    public ModelManifest? Find(string model) =>
        ModelReference.TryParse(model) is { } reference ? _records.Find(reference.Name) : null;

    /// <inheritdoc/>
    public string? AcceptedBy(string model) =>
        ModelReference.TryParse(model) is { } reference ? _receipts.Find(reference.Name)?.AcceptedBy : null;

    /// <inheritdoc/>
    public ModelManifest Register(string model, bool acceptLicence)
    {
        var name = ModelName.Parse(model);
        var entry = FindEntry(model);
        LicenceGate.Check(model, entry.Licence, acceptLicence);
        string now = UtcText.Now(_time);
        var manifest = new ModelManifest
        {
            Name = entry.Name,
            Family = entry.Family,
            Source = entry.Source,
            InstalledAt = now,
            Licence = entry.Licence with { Accepted = true, AcceptedAt = now },
            Metadata = entry.Metadata,
            Capabilities = entry.Capabilities,
        };
        _records.Write(name, manifest);
        _receipts.Write(name, manifest.Licence);
        return manifest;
    }

    /// <inheritdoc/>
    public void Remove(string model)
    {
        var name = ModelReference.TryParse(model)?.Name;
        if (name is null || !_records.Exists(name.Value))
        {
            throw new TollamaException(
                ErrorCode.ModelNotFound,
                IsBuiltIn(model)
                    ? $"Model '{model}' is built in: it takes no room and cannot be removed."
                    : $"Model '{model}' is not installed; 'tollama list' shows what is.");
        }

        try
        {
            using var alone =
                StoreLock.TryTake(_folders.LockOf(name.Value.Value))
                ?? throw new TollamaException(
                    ErrorCode.Conflict,
                    $"Model '{model}' is being pulled; wait for its end, then remove it.");
            _sweeper.Remove(name.Value);
            _receipts.Delete(name.Value);
        }
        catch (Exception inner) when (DiskFault.IsDiskFault(inner))
        {
            throw DiskFault.Describe(_records.FolderOf(name.Value), inner);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<PullEvent> PullAsync(PullRequest request, CancellationToken cancellationToken) =>
        PullAsync(request, open: null, cancellationToken);

    /// <summary>The same from another source than the model's own; null for that.</summary>
    public IAsyncEnumerable<PullEvent> PullAsync(
        PullRequest request, Func<BlobStore, ICheckpointSource>? open, CancellationToken cancellationToken)
    {
        if (IsBuiltIn(request.Model))
        {
            return SayBuiltInAsync(request.Model);
        }

        var target = PullTargets.Find(request.Model, Registry(), _records, _receipts);
        LicenceGate.Check(request.Model, target.Licence, request.AcceptLicence);
        return _puller.PullAsync(target, request, open, cancellationToken);
    }

    /// <summary>The files of an installed model, if all are here and were pulled by this program.</summary>
    public SnapshotIndex? ReadIndex(string model) =>
        ModelReference.TryParse(model) is { } reference
        && _sweeper.SnapshotOf(reference.Name) is { IsPresent: true } snapshot
            ? snapshot.ReadIndex()
            : null;

    /// <summary>Absolute path of a file of an installed model; null where it is not here.</summary>
    public string? FindFile(string model, string sha256) =>
        ModelReference.TryParse(model) is { } reference
        && ReadIndex(model)?.Files.FirstOrDefault(file => file.Sha256 == sha256) is { } file
            ? Path.Combine(_sweeper.SnapshotOf(reference.Name).FullPath, file.Path)
            : null;

    /// <summary>Refuses the use of an installed model whose licence is not, or no longer, accepted.</summary>
    /// <exception cref="TollamaException">LicenceRequired.</exception>
    public void CheckLicence(string model)
    {
        if (ModelReference.TryParse(model) is not { } reference || _records.Find(reference.Name) is not { } manifest)
        {
            return;
        }

        var terms = _registry.Read().FirstOrDefault(entry => entry.Name == model)?.Licence ?? manifest.Licence;
        bool isAccepted = manifest.Licence.Accepted && !_receipts.Contradicts(reference.Name, terms);
        LicenceGate.Check(model, terms with { Accepted = isAccepted }, acceptsNow: false);
    }

    private static async IAsyncEnumerable<PullEvent> SayBuiltInAsync(string model)
    {
        yield return new PullEvent { Status = "already present", Model = model };
        yield return new PullEvent { Status = "success", Model = model, Digest = "local", Size = 0 };
        await Task.CompletedTask;
    }

    private bool IsBuiltIn(string model) => _builtIn.Any(entry => entry.Name == model);

    private RegistryEntry FindEntry(string model)
    {
        if (IsBuiltIn(model))
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"Model '{model}' is built in: it is ready and needs no pull.");
        }

        return _registry.Read().FirstOrDefault(entry => entry.Name == model)
            ?? throw PullTargets.Unknown(model, Registry());
    }
}
