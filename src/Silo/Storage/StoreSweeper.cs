using Tollama.Core.Catalog;

namespace Tollama.Silo.Storage;

/// <summary>
/// Frees contents that nobody uses. In use is what the snapshot of a model names; a snapshot keeps its files through
/// hard links in any case, so a blob deleted too early costs a download, never a model.
/// </summary>
internal sealed class StoreSweeper
{
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromDays(7);

    private readonly InstallRecords _records;
    private readonly BlobStore _blobs;
    private readonly StoreFolders _folders;

    /// <summary>Sweeps one store.</summary>
    public StoreSweeper(InstallRecords records, BlobStore blobs, StoreFolders folders) =>
        (_records, _blobs, _folders) = (records, blobs, folders);

    /// <summary>Where the snapshot of a model is.</summary>
    public SnapshotFolder SnapshotOf(ModelName name) => new(_records.FolderOf(name));

    /// <summary>The lock of a model, and the one that holds off sweeps; hold both while pulling.</summary>
    public async Task<IDisposable> BeginPullAsync(
        ModelName name,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var alone = await StoreLock.TakeAsync(_folders.LockOf(name.Value), time, cancellationToken);
        try
        {
            return new PullLocks(alone, await StoreLock.ShareAsync(SweepLock, time, cancellationToken));
        }
        catch
        {
            alone.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Removes a model, its lock held. The order keeps every intermediate state one that a pull repairs: without a
    /// record it is not installed, a snapshot under its working name means nothing.
    /// </summary>
    public void Remove(ModelName name)
    {
        var snapshot = SnapshotOf(name);
        var files = snapshot.ReadIndex()?.Files ?? [];
        _records.Delete(name);
        snapshot.Retire();
        if (Directory.Exists(_records.FolderOf(name)))
        {
            Directory.Delete(_records.FolderOf(name), recursive: true);
        }

        var used = UsedDigests();
        foreach (var file in files.Where(file => !used.Contains(file.Sha256)))
        {
            _blobs.Delete(file.Sha256);
        }
    }

    /// <summary>
    /// Deletes what no snapshot names and nobody touched for a week, unless a pull runs: younger blobs may be what a
    /// pull that failed half-way left for the next one.
    /// </summary>
    public void Sweep()
    {
        using var alone = StoreLock.TryTake(SweepLock);
        if (alone is null)
        {
            return;
        }

        var used = UsedDigests();
        foreach (string sha256 in _blobs.ListUntouched(AbandonedAfter).Where(sha256 => !used.Contains(sha256)))
        {
            _blobs.Delete(sha256);
        }

        _blobs.DeleteAbandoned(AbandonedAfter);
    }

    private string SweepLock => _folders.LockOf(".sweep");

    private HashSet<string> UsedDigests() => _records.Names()
        .SelectMany(name => SnapshotOf(name).ReadIndex()?.Files ?? [])
        .Select(file => file.Sha256)
        .ToHashSet(StringComparer.Ordinal);

    private sealed class PullLocks(StoreLock alone, StoreLock shared) : IDisposable
    {
        public void Dispose()
        {
            shared.Dispose();
            alone.Dispose();
        }
    }
}
