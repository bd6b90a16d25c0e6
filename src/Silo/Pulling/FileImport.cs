using Tollama.Silo.Hub;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Pulling;

/// <summary>Takes a file that is on this machine into the blob store, verified.</summary>
internal static class FileImport
{
    private const int BufferSize = 1 << 20;

    /// <summary>Takes the file over; null when the content is not what the description says.</summary>
    /// <param name="blobs">Where to.</param>
    /// <param name="file">What it should be.</param>
    /// <param name="path">Where it lies; not a symbolic link.</param>
    /// <param name="isImmutable">Whether nobody writes into it, so that it can be shared instead of copied.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<StoredFile?> TryRunAsync(
        BlobStore blobs, HubFile file, string path, bool isImmutable, CancellationToken cancellationToken)
    {
        if (file.Sha256 is { } known && await blobs.VerifyAsync(known, cancellationToken))
        {
            return new StoredFile(file.Path, known, new FileInfo(blobs.PathOf(known)).Length);
        }

        await using var source = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            bufferSize: 0,
            FileOptions.Asynchronous | FileOptions.SequentialScan);
        if (!isImmutable)
        {
            return await CopyAsync(blobs, file, source, cancellationToken);
        }

        var digests = await ContentDigests.ComputeAsync(source, cancellationToken);
        if (!IsExpected(file, source.Length, digests))
        {
            return null;
        }

        source.Seek(0, SeekOrigin.Begin);
        return await blobs.TryAdoptAsync(path, digests.Sha256, cancellationToken)
            ? new StoredFile(file.Path, digests.Sha256, source.Length)
            : await CopyAsync(blobs, file, source, cancellationToken);
    }

    private static async Task<StoredFile?> CopyAsync(
        BlobStore blobs, HubFile file, FileStream source, CancellationToken cancellationToken)
    {
        await using var work = blobs.OpenScratch();
        byte[] buffer = new byte[BufferSize];
        while (await source.ReadAsync(buffer, cancellationToken) is > 0 and int read)
        {
            await work.AppendAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        long size = work.Length;
        var digests = await work.HashAsync(cancellationToken);
        if (!IsExpected(file, size, digests))
        {
            return null;
        }

        blobs.Commit(work, digests.Sha256);
        return new StoredFile(file.Path, digests.Sha256, size);
    }

    private static bool IsExpected(HubFile file, long size, ContentDigests digests) =>
        (file.Size is null || file.Size == size)
        && (file.Sha256 is null || file.Sha256 == digests.Sha256)
        && (file.GitOid is null || file.GitOid == digests.GitOid);
}
