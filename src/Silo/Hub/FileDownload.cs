using System.Net.Http.Headers;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Hub;

/// <summary>
/// Brings one file of a repository into the blob store: continued after a drop, verified before it counts. A file in
/// large-file storage has a published sha256, and its unfinished part survives the process. A small file has a git blob
/// id at best; where a hub publishes neither, two readings must agree.
/// </summary>
internal sealed class FileDownload
{
    private const int BufferSize = 256 * 1024;
    private const int MostReadings = 4;

    private readonly HubClient _hub;
    private readonly BlobStore _blobs;
    private readonly HubRepository _repository;
    private readonly HubFile _file;
    private readonly Action<long> _report;
    private HubFileFacts? _facts;

    /// <summary>Prepares the download.</summary>
    /// <param name="hub">Where from.</param>
    /// <param name="blobs">Where to.</param>
    /// <param name="repository">The commit.</param>
    /// <param name="file">The file.</param>
    /// <param name="report">Told how many bytes of the file are here; may go back.</param>
    public FileDownload(HubClient hub, BlobStore blobs, HubRepository repository, HubFile file, Action<long> report) =>
        (_hub, _blobs, _repository, _file, _report) = (hub, blobs, repository, file, report);

    /// <summary>Fetches what is missing.</summary>
    /// <exception cref="HubException">Any fault of the hub.</exception>
    /// <exception cref="Core.Errors.TollamaException">StorageFailed.</exception>
    public Task<StoredFile> RunAsync(CancellationToken cancellationToken) => _file.Sha256 is { } sha256
        ? FetchKnownAsync(sha256, cancellationToken)
        : FetchUnknownAsync(cancellationToken);

    private async Task<StoredFile> FetchKnownAsync(string sha256, CancellationToken cancellationToken)
    {
        await using var work = await _blobs.OpenPartialAsync(sha256, cancellationToken);
        if (await _blobs.VerifyAsync(sha256, cancellationToken))
        {
            return Done(sha256, new FileInfo(_blobs.PathOf(sha256)).Length);
        }

        for (int reading = 1; reading <= MostReadings; reading++)
        {
            await FillAsync(work, cancellationToken);
            var digests = await work.HashAsync(cancellationToken);
            if (digests.Sha256 == sha256)
            {
                long size = work.Length;
                _blobs.Commit(work, sha256);
                return Done(sha256, size);
            }

            work.Clear();
        }

        throw Refuse($"its sha256 is not {sha256}, which the hub announces");
    }

    private async Task<StoredFile> FetchUnknownAsync(CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? fault = null;
        for (int reading = 1; reading <= MostReadings; reading++)
        {
            await using var work = _blobs.OpenScratch();
            await FillAsync(work, cancellationToken);
            var digests = await work.HashAsync(cancellationToken);
            fault = await PublishedContent.FindFaultAsync(_file.Path, work, cancellationToken);
            if (fault is null && IsTrusted(digests, seen))
            {
                long size = work.Length;
                _blobs.Commit(work, digests.Sha256);
                return Done(digests.Sha256, size);
            }
        }

        throw Refuse(fault ?? "no two readings of it agree");
    }

    /// <summary>
    /// A published digest decides. The tag of the hub proves a content that matches it, but not every server's tag is a
    /// digest, so a mismatch only means that a second reading has to agree.
    /// </summary>
    private bool IsTrusted(ContentDigests digests, HashSet<string> seen)
    {
        if (_file.GitOid is { } oid)
        {
            return oid == digests.GitOid;
        }

        bool isTagged = _facts?.Digest is { } tag && (tag == digests.GitOid || tag == digests.Sha256);
        return isTagged || !seen.Add(digests.Sha256);
    }

    private async Task FillAsync(PartialBlob work, CancellationToken cancellationToken)
    {
        _report(work.Length);
        bool isComplete = false;
        while (!isComplete)
        {
            isComplete = await _hub.Retry.ExecuteAsync(
                async token => await ReadOnceAsync(work, token),
                cancellationToken);
        }
    }

    /// <summary>
    /// One request. An attempt that brought new bytes before it broke is no failure: the next one goes on.
    /// </summary>
    /// <returns>Whether the file is complete.</returns>
    private async Task<bool> ReadOnceAsync(PartialBlob work, CancellationToken cancellationToken)
    {
        if (work.Length > _file.Size)
        {
            work.Clear();
        }

        long from = work.Length;
        if (from > 0 && from == _file.Size)
        {
            return true;
        }

        try
        {
            await using var body = await OpenAsync(work, cancellationToken);
            if (body is null)
            {
                work.Clear();
                return false;
            }

            await CopyAsync(body, work, cancellationToken);
            return true;
        }
        catch (HubException fault) when (fault.IsTransient && work.Length > from)
        {
            return false;
        }
    }

    private async Task<HubBody?> OpenAsync(PartialBlob work, CancellationToken cancellationToken)
    {
        EntityTagHeaderValue? tag = work.Length > 0 ? _facts?.EntityTag : null;
        var body = await _hub.OpenAsync(_repository, _file.Path, work.Length, tag, cancellationToken);
        if (body is null)
        {
            return null;
        }

        _facts = body.Facts;
        if (_facts.From == 0 && work.Length > 0)
        {
            work.Clear();
        }

        bool isExpected = _facts.From == work.Length
            && (_file.Size is null || _facts.TotalSize is null || _file.Size == _facts.TotalSize);
        if (isExpected)
        {
            return body;
        }

        await body.DisposeAsync();
        throw Refuse("the hub sends another part or size than it announced; it may have changed, pull again");
    }

    private async Task CopyAsync(HubBody body, PartialBlob work, CancellationToken cancellationToken)
    {
        long? size = _file.Size ?? body.Facts.TotalSize;
        byte[] buffer = new byte[BufferSize];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and int read)
        {
            await work.AppendAsync(buffer.AsMemory(0, read), cancellationToken);
            _report(work.Length);
            if (work.Length > size)
            {
                work.Clear();
                throw Refuse("the hub sends more bytes than it announced");
            }
        }

        if (work.Length < size)
        {
            throw new HubException(
                HubFault.Connection,
                $"The hub sent only {work.Length} of {size} bytes of '{_file.Path}'.");
        }
    }

    private StoredFile Done(string sha256, long size)
    {
        _report(size);
        return new StoredFile(_file.Path, sha256, size);
    }

    private HubException Refuse(string reason) => new(
        HubFault.Broken, $"'{_file.Path}' of model '{_repository.RepoId}' was refused: {reason}.");
}
