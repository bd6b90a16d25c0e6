using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Tollama.Core.Catalog;

namespace Tollama.Silo.Storage;

/// <summary>
/// The install records: <c>models/&lt;name&gt;/manifest.json</c>. A model is installed when its record exists.
/// </summary>
internal sealed partial class InstallRecords
{
    private const string FileName = "manifest.json";

    private readonly ConcurrentDictionary<ModelName, CachedRecord> _cache = new();
    private readonly string _folder;
    private readonly ILogger _log;

    /// <summary>Records below <paramref name="folder"/>, which need not exist.</summary>
    public InstallRecords(string folder, ILogger log) => (_folder, _log) = (folder, log);

    /// <summary>Folder of a model.</summary>
    public string FolderOf(ModelName name) => Path.Combine(_folder, name.Value);

    /// <summary>Names of all folders, with and without record.</summary>
    public IReadOnlyList<ModelName> Names() => Directory.Exists(_folder)
        ? Directory.EnumerateDirectories(_folder)
            .Select(folder => ModelName.TryParse(Path.GetFileName(folder), out var name) ? name : default)
            .Where(name => name != default)
            .ToList()
        : [];

    /// <summary>All readable records, by the name they carry.</summary>
    public IReadOnlyList<ModelManifest> List() => Names()
        .Select(Find)
        .OfType<ModelManifest>()
        .OrderBy(manifest => manifest.Name, StringComparer.Ordinal)
        .ToList();

    /// <summary>Whether a record exists, readable or not.</summary>
    public bool Exists(ModelName name) => File.Exists(PathOf(name));

    /// <summary>
    /// The record of a model; null when there is none, or it cannot be read. Every forecast asks, so a file that did
    /// not change is not read again.
    /// </summary>
    public ModelManifest? Find(ModelName name)
    {
        var file = new FileInfo(PathOf(name));
        if (!file.Exists)
        {
            _cache.TryRemove(name, out _);
            return null;
        }

        if (
            _cache.TryGetValue(name, out var cached)
            && cached.ModifiedAt == file.LastWriteTimeUtc
            && cached.Length == file.Length)
        {
            return cached.Manifest;
        }

        var manifest = Read(file.FullName, name);
        if (manifest is not null)
        {
            _cache[name] = new CachedRecord(file.LastWriteTimeUtc, file.Length, manifest);
        }

        return manifest;
    }

    private ModelManifest? Read(string path, ModelName name)
    {
        try
        {
            var json = JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject;
            return ManifestJson.Read(json ?? throw new JsonException("it must hold one object."), name.Value);
        }
        catch (Exception fault)
            when (fault is JsonException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            LogUnreadable(path, fault.Message);
            return null;
        }
    }

    /// <summary>Writes or replaces a record.</summary>
    public void Write(ModelName name, ModelManifest manifest)
    {
        byte[] content = SortedJson.Write(ManifestJson.Write(manifest));
        AtomicFile.Write(PathOf(name), Path.Combine(FolderOf(name), "manifest.tmp"), content);
        _cache.TryRemove(name, out _);
    }

    /// <summary>Deletes a record where there is one.</summary>
    public void Delete(ModelName name)
    {
        if (Exists(name))
        {
            File.Delete(PathOf(name));
        }
    }

    private string PathOf(ModelName name) => Path.Combine(FolderOf(name), FileName);

    private sealed record CachedRecord(DateTime ModifiedAt, long Length, ModelManifest Manifest);

    [LoggerMessage(6001, LogLevel.Warning, "{Path} is skipped, it cannot be read: {Reason}")]
    private partial void LogUnreadable(string path, string reason);
}
