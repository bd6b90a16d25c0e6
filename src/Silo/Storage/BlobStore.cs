using Tollama.Core.Errors;

namespace Tollama.Silo.Storage;

/// <summary>
/// Contents by their digest: <c>blobs/sha256-…</c>. A blob appears under its name in one step, whole and verified;
/// <c>.partial</c> files beside it are work that the next pull continues.
/// </summary>
internal sealed class BlobStore
{
    private const string Prefix = "sha256-";
    private const string PartialSuffix = ".partial";
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(100);

    private readonly string _folder;
    private readonly TimeProvider _time;

    /// <summary>Keeps blobs in <paramref name="folder"/>, which need not exist yet.</summary>
    public BlobStore(string folder, TimeProvider time) => (_folder, _time) = (folder, time);

    /// <summary>Where a content lies once it is here.</summary>
    public string PathOf(string sha256) => Path.Combine(_folder, Prefix + sha256);

    /// <summary>
    /// Whether a content is here, and is what its name says: a disk that lost writes may have kept the name alone.
    /// A blob with another content is deleted.
    /// </summary>
    public async Task<bool> VerifyAsync(string sha256, CancellationToken cancellationToken)
    {
        try
        {
            await using var blob = File.OpenRead(PathOf(sha256));
            if ((await ContentDigests.ComputeAsync(blob, cancellationToken)).Sha256 == sha256)
            {
                return true;
            }
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }

        Delete(sha256);
        return false;
    }

    /// <summary>Bytes of a content that are here already, finished or not.</summary>
    public long BytesPresent(string sha256)
    {
        var blob = new FileInfo(PathOf(sha256));
        var partial = new FileInfo(PathOf(sha256) + PartialSuffix);
        return blob.Exists ? blob.Length : partial.Exists ? partial.Length : 0;
    }

    /// <summary>
    /// Opens the unfinished content with this digest, to be continued; waits while another pull, also of another
    /// process, works on it. <see cref="VerifyAsync">Look whether the blob is here</see> before writing.
    /// </summary>
    public async Task<PartialBlob> OpenPartialAsync(string sha256, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        string path = PathOf(sha256) + PartialSuffix;
        while (true)
        {
            try
            {
                var work = PartialBlob.Open(path, isScratch: false);
                if (File.Exists(path))
                {
                    return work;
                }

                // Who had it before took it away between our opening and our lock.
                await work.DisposeAsync();
            }
            catch (IOException taken) when (File.Exists(path) && !DiskFault.IsLasting(taken))
            {
                await Task.Delay(LockPoll, _time, cancellationToken);
            }
        }
    }

    /// <summary>Opens an empty file for content whose digest is not known yet; nobody continues it.</summary>
    public PartialBlob OpenScratch()
    {
        Directory.CreateDirectory(_folder);
        return PartialBlob.Open(Path.Combine(_folder, Guid.NewGuid().ToString("N") + PartialSuffix), isScratch: true);
    }

    /// <summary>Makes finished work a blob. Its digest must have been verified.</summary>
    public void Commit(PartialBlob work, string sha256) => work.MoveTo(PathOf(sha256));

    /// <summary>
    /// Makes a file elsewhere on this machine a blob without copying it. Its digest must have been verified, and nobody
    /// may write into it; false where the file system cannot.
    /// </summary>
    public async Task<bool> TryAdoptAsync(string path, string sha256, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        return await VerifyAsync(sha256, cancellationToken)
            || HardLink.TryCreate(path, PathOf(sha256))
            || await VerifyAsync(sha256, cancellationToken); // another pull was faster
    }

    /// <summary>Gives a blob a further name, or copies it where the file system has no hard links.
    /// False when the blob is not here (any more).</summary>
    public bool TryLink(string sha256, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        try
        {
            if (!HardLink.TryCreate(PathOf(sha256), target))
            {
                File.Copy(PathOf(sha256), target, overwrite: false);
            }

            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Deletes a blob where it is here.</summary>
    public void Delete(string sha256) => File.Delete(PathOf(sha256));

    /// <summary>Digests of the blobs that are older than <paramref name="age"/>.</summary>
    public IReadOnlyList<string> ListUntouched(TimeSpan age) => Untouched(Prefix + "*", age)
        .Select(file => file.Name[Prefix.Length..])
        .Where(name => !name.EndsWith(PartialSuffix, StringComparison.Ordinal))
        .ToList();

    /// <summary>Deletes unfinished work that nobody touched for <paramref name="age"/>.</summary>
    public void DeleteAbandoned(TimeSpan age)
    {
        foreach (var file in Untouched("*" + PartialSuffix, age))
        {
            file.Delete();
        }
    }

    private List<FileInfo> Untouched(string pattern, TimeSpan age)
    {
        var before = (_time.GetUtcNow() - age).UtcDateTime;
        return Directory.Exists(_folder)
            ? new DirectoryInfo(_folder).EnumerateFiles(pattern).Where(file => file.LastWriteTimeUtc < before).ToList()
            : [];
    }
}
