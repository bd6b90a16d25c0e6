using Tollama.Silo.Hub;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Pulling;

/// <summary>
/// A revision on the hub; what a Hugging Face cache on this machine holds already is taken from there.
/// </summary>
internal sealed class HubSource : ICheckpointSource
{
    private readonly HubClient _hub;
    private readonly HuggingFaceCache _cache;
    private readonly BlobStore _blobs;
    private readonly string _repoId;
    private readonly string _revision;

    /// <summary>A source for one pull; disposes the client.</summary>
    public HubSource(HubClient hub, HuggingFaceCache cache, BlobStore blobs, string repoId, string revision) =>
        (_hub, _cache, _blobs, _repoId, _revision) = (hub, cache, blobs, repoId, revision);

    /// <inheritdoc/>
    public Task<HubRepository> DescribeAsync(CancellationToken cancellationToken) =>
        _hub.DescribeAsync(_repoId, _revision, cancellationToken);

    /// <inheritdoc/>
    public long EstimateBytes(HubRepository repository, HubFile file)
    {
        if (_cache.Find(repository, file) is not null)
        {
            return 0;
        }

        long present = file.Sha256 is { } sha256 ? _blobs.BytesPresent(sha256) : 0;
        return Math.Max(0, (file.Size ?? 0) - present);
    }

    /// <inheritdoc/>
    public async Task<StoredFile> FetchAsync(
        HubRepository repository, HubFile file, Action<long> report, CancellationToken cancellationToken)
    {
        string? cached = _cache.Find(repository, file);
        if (cached is not null
            && await FileImport.TryRunAsync(_blobs, file, cached, isImmutable: true, cancellationToken) is { } imported)
        {
            return imported;
        }

        return await new FileDownload(_hub, _blobs, repository, file, report).RunAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _hub.Dispose();
}
