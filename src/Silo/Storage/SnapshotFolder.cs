using System.Text.Json;

namespace Tollama.Silo.Storage;

/// <summary>
/// The weights of one model under their published names: <c>models/&lt;name&gt;/snapshot</c>. It is built beside
/// itself, in <c>snapshot.tmp</c>, and appears in one step; a half-built one means nothing.
/// </summary>
internal sealed class SnapshotFolder
{
    /// <summary>Subfolder that is no published file.</summary>
    public const string Private = ".cache";

    private readonly string _index;

    /// <summary>The snapshot of the model that lives in <paramref name="modelFolder"/>.</summary>
    public SnapshotFolder(string modelFolder)
    {
        FullPath = Path.Combine(modelFolder, "snapshot");
        WorkPath = Path.Combine(modelFolder, "snapshot.tmp");
        _index = Path.Combine(Private, "tollama", "files.json");
    }

    /// <summary>Absolute path of the finished folder.</summary>
    public string FullPath { get; }

    /// <summary>Absolute path of the folder while it is built.</summary>
    public string WorkPath { get; }

    /// <summary>
    /// Whether the snapshot is here. One without an index was made by another program and counts by its existence
    /// alone; ours must still have the files that it was made with, so one whose index cannot be read is not here.
    /// </summary>
    public bool IsPresent =>
        Directory.Exists(FullPath)
        && (ReadIndex() is { } index ? HasFiles(index) : !File.Exists(Path.Combine(FullPath, _index)));

    /// <summary>
    /// What the finished folder holds; null when it is not here, another program made it, or the index cannot be read.
    /// </summary>
    public SnapshotIndex? ReadIndex()
    {
        string path = Path.Combine(FullPath, _index);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var content = File.OpenRead(path);
            return JsonSerializer.Deserialize(content, StoreJson.Default.SnapshotIndex);
        }
        catch (JsonException)
        {
            // Only a disk that lost writes leaves a broken index; the next pull builds the snapshot anew.
            return null;
        }
    }

    /// <summary>Bytes of the published files as they lie there; 0 when the folder is not here.</summary>
    public long MeasureBytes() => Directory.Exists(FullPath) ? MeasureBytes(FullPath) : 0;

    /// <summary>Bytes of the files in a folder, without <c>.cache</c>.</summary>
    public static long MeasureBytes(string folder) => new DirectoryInfo(folder)
        .EnumerateFiles("*", SearchOption.AllDirectories)
        .Where(file => !IsPrivate(Path.GetRelativePath(folder, file.FullName)))
        .Sum(file => ((file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo) ?? file).Length);

    /// <summary>Starts building, from nothing.</summary>
    public void Begin()
    {
        Abandon();
        Directory.CreateDirectory(WorkPath);
    }

    /// <summary>Makes what was built the snapshot.</summary>
    public void Commit(SnapshotIndex index)
    {
        string path = Path.Combine(WorkPath, _index);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var content = File.Create(path))
        {
            JsonSerializer.Serialize(content, index, StoreJson.Default.SnapshotIndex);
            content.Flush(flushToDisk: true);
        }

        if (Directory.Exists(FullPath))
        {
            Directory.Delete(FullPath, recursive: true);
        }

        Directory.Move(WorkPath, FullPath);
    }

    /// <summary>Takes the finished folder away, in one step.</summary>
    public void Retire()
    {
        Abandon();
        if (Directory.Exists(FullPath))
        {
            Directory.Move(FullPath, WorkPath);
        }

        Abandon();
    }

    /// <summary>Removes what was built so far, and the model's folder when nothing else is in it.</summary>
    public void Abandon()
    {
        string model = Path.GetDirectoryName(WorkPath)!;
        if (Directory.Exists(WorkPath))
        {
            Directory.Delete(WorkPath, recursive: true);
            if (!Directory.EnumerateFileSystemEntries(model).Any())
            {
                Directory.Delete(model);
            }
        }
    }

    private static bool IsPrivate(string path) =>
        path.StartsWith(Private + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private bool HasFiles(SnapshotIndex index) =>
        index.Files.All(file =>
            new FileInfo(Path.Combine(FullPath, file.Path)) is { Exists: true } present && present.Length == file.Size);
}
