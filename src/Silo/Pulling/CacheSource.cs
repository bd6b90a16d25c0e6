using Tollama.Core.Errors;
using Tollama.Silo.Hub;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Pulling;

/// <summary>A revision in a Hugging Face cache on this machine, for pulls without a network.</summary>
internal sealed class CacheSource : ICheckpointSource
{
    private readonly HuggingFaceCache _cache;
    private readonly BlobStore _blobs;
    private readonly string _repoId;
    private readonly string _revision;

    /// <summary>A source for one pull.</summary>
    public CacheSource(HuggingFaceCache cache, BlobStore blobs, string repoId, string revision) =>
        (_cache, _blobs, _repoId, _revision) = (cache, blobs, repoId, revision);

    /// <inheritdoc/>
    public Task<HubRepository> DescribeAsync(CancellationToken cancellationToken) =>
        Task.FromResult(_cache.Describe(_repoId, _revision) ?? throw Missing("its files are"));

    /// <inheritdoc/>
    public long EstimateBytes(HubRepository repository, HubFile file) => 0;

    /// <inheritdoc/>
    public async Task<StoredFile> FetchAsync(
        HubRepository repository, HubFile file, Action<long> report, CancellationToken cancellationToken)
    {
        string path = _cache.Find(repository, file) ?? throw Missing($"'{file.Path}' is");
        return await FileImport.TryRunAsync(_blobs, file, path, isImmutable: true, cancellationToken)
            ?? throw new TollamaException(
                ErrorCode.UpstreamFailed,
                $"'{path}' is not what its name says (a broken cache entry); delete it, and pull again without "
                    + "--offline."
            );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A cache on the disk holds nothing open.
    }

    private TollamaException Missing(string what) =>
        new(
            ErrorCode.UpstreamFailed,
            $"Model '{_repoId}' at '{_revision}' cannot be had offline: {what} not in the Hugging Face cache of this "
                + "machine "
                + "(hf_home); pull again without --offline and --local-files-only.");
}
