using Tollama.Silo.Hub;

namespace Tollama.Silo.Pulling;

/// <summary>
/// A cache folder of the Hugging Face libraries: <c>hub/models--org--name/{refs,snapshots,blobs}</c>, where refs name
/// commits, snapshots hold files under their published names, and blobs are named by sha256 or git blob id. Only read.
/// </summary>
internal sealed class HuggingFaceCache
{
    private readonly string? _folder;

    /// <summary>
    /// Reads the cache below <paramref name="home"/> (<c>HF_HOME</c>); null or a missing folder is an empty cache.
    /// </summary>
    public HuggingFaceCache(string? home) => _folder = home is null ? null : Path.Combine(home, "hub");

    /// <summary>Where the content of a file of a commit lies, links resolved; null when it is not here.</summary>
    public string? Find(HubRepository repository, HubFile file)
    {
        if (_folder is null)
        {
            return null;
        }

        string model = ModelFolder(repository.RepoId);
        string named = Path.Combine(model, "snapshots", repository.Commit, file.Path);
        if (File.Exists(named))
        {
            return File.ResolveLinkTarget(named, returnFinalTarget: true)?.FullName ?? named;
        }

        string? digest = file.Sha256 ?? file.GitOid;
        string? blob = digest is null ? null : Path.Combine(model, "blobs", digest);
        return File.Exists(blob) ? blob : null;
    }

    /// <summary>What the cache knows of a revision; null when it does not have it.</summary>
    public HubRepository? Describe(string repoId, string revision)
    {
        if (_folder is null)
        {
            return null;
        }

        string model = ModelFolder(repoId);
        string? commit = ResolveCommit(model, revision);
        string snapshot = Path.Combine(model, "snapshots", commit ?? string.Empty);
        if (commit is null || !Directory.Exists(snapshot))
        {
            return null;
        }

        var files = Directory.EnumerateFiles(snapshot, "*", SearchOption.AllDirectories)
            .Where(File.Exists)
            .Select(path => DescribeFile(snapshot, path))
            .Where(file => HubFileName.IsSafe(file.Path))
            .ToList();
        return new HubRepository(repoId, commit, files, Licence: null);
    }

    private string ModelFolder(string repoId) =>
        Path.Combine(_folder!, "models--" + repoId.Replace("/", "--", StringComparison.Ordinal));

    private static string? ResolveCommit(string model, string revision)
    {
        if (IsHex(revision, 40))
        {
            return revision;
        }

        if (!HubFileName.IsSafe(revision))
        {
            return null;
        }

        string reference = Path.Combine(model, "refs", revision);
        string? commit = File.Exists(reference) ? File.ReadAllText(reference).Trim() : null;
        return IsHex(commit, 40) ? commit : null;
    }

    /// <summary>
    /// Large files are named by their sha256; names of small ones are no proof, as not every hub tags them by
    /// content.
    /// </summary>
    private static HubFile DescribeFile(string snapshot, string path)
    {
        string blob = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        string digest = Path.GetFileName(blob);
        return new HubFile(
            Path.GetRelativePath(snapshot, path).Replace('\\', '/'),
            new FileInfo(blob).Length,
            IsHex(digest, 64) ? digest : null,
            GitOid: null);
    }

    private static bool IsHex(string? text, int length) =>
        text is not null && text.Length == length && text.All(char.IsAsciiHexDigitLower);
}
