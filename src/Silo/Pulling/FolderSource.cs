using Tollama.Core.Errors;
using Tollama.Silo.Hub;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Pulling;

/// <summary>A checkpoint folder on this machine, such as one that is shipped with the product.</summary>
internal sealed class FolderSource : ICheckpointSource
{
    private readonly BlobStore _blobs;
    private readonly string _repoId;
    private readonly string _folder;

    /// <summary>A source for one pull.</summary>
    public FolderSource(BlobStore blobs, string repoId, string folder) =>
        (_blobs, _repoId, _folder) = (blobs, repoId, folder);

    /// <inheritdoc/>
    public Task<HubRepository> DescribeAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_folder))
        {
            throw new TollamaException(
                ErrorCode.NotFound,
                $"The checkpoint folder '{_folder}' does not exist; this copy of the program lacks it.");
        }

        var files = new DirectoryInfo(_folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => new HubFile(
                Path.GetRelativePath(_folder, file.FullName).Replace('\\', '/'),
                file.Length,
                Sha256: null,
                GitOid: null))
            .Where(file => HubFileName.IsSafe(file.Path))
            .ToList();
        return Task.FromResult(new HubRepository(_repoId, "local", files, Licence: null));
    }

    /// <inheritdoc/>
    public long EstimateBytes(HubRepository repository, HubFile file) => file.Size ?? 0;

    /// <inheritdoc/>
    public async Task<StoredFile> FetchAsync(
        HubRepository repository,
        HubFile file,
        Action<long> report,
        CancellationToken cancellationToken) =>
        await FileImport.TryRunAsync(
            _blobs,
            file,
            Path.Combine(_folder, file.Path),
            isImmutable: false,
            cancellationToken)
        ?? throw new TollamaException(
            ErrorCode.UpstreamFailed, $"'{file.Path}' in '{_folder}' changed while it was read; pull again.");

    /// <inheritdoc/>
    public void Dispose()
    {
        // A folder holds nothing open.
    }
}
