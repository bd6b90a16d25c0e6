namespace Tollama.Silo.Storage;

/// <summary>
/// What a snapshot folder holds: the link from published names to blobs. It lies inside the snapshot, in
/// <c>.cache/tollama/files.json</c>, so that both appear and vanish in one step; sizes and readers leave <c>.cache</c>
/// out.
/// </summary>
/// <param name="RepoId">Repository or folder the files came from.</param>
/// <param name="Commit">Commit, or <c>local</c>.</param>
/// <param name="Files">The files, by name.</param>
internal sealed record SnapshotIndex(string RepoId, string Commit, IReadOnlyList<StoredFile> Files)
{
    /// <summary>Bytes of the published files.</summary>
    public long Size => Files.Sum(file => file.Size);
}
