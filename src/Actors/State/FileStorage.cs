using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tollama.Actors.Abstractions;
using Tollama.Core.Errors;

namespace Tollama.Actors.State;

/// <summary>
/// Grain states as files: one JSON file per state, replaced atomically and flushed to disk before a write returns. For
/// one process: its grains have one activation each, so that nobody else writes; the etag still guards against
/// mistakes. A file that cannot be read any more is put aside and counts as none.
/// </summary>
public sealed partial class FileStorage : IGrainStorage
{
    private readonly string _root;
    private readonly JsonSerializerOptions _json;
    private readonly ILogger _logger;

    /// <summary>Creates the storage.</summary>
    /// <param name="root">Folder of the files; created at the first write.</param>
    /// <param name="json">How states are written.</param>
    /// <param name="logger">Log.</param>
    public FileStorage(string root, JsonSerializerOptions json, ILogger<FileStorage> logger)
    {
        _root = root;
        _json = json;
        _logger = logger;
    }

    /// <inheritdoc/>
    public async Task ReadStateAsync<T>(
        string stateName, GrainId grainId, GrainState<T> grainState, CancellationToken cancellationToken)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var envelope = await ReadAsync<T>(PathOf(stateName, grainId), cancellationToken);
        grainState.State = envelope?.State ?? new T();
        grainState.ETag = envelope?.Etag;
        grainState.RecordExists = envelope is not null;
    }

    /// <inheritdoc/>
    public async Task WriteStateAsync<T>(
        string stateName, GrainId grainId, GrainState<T> grainState, CancellationToken cancellationToken)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(grainState);
        string path = PathOf(stateName, grainId);
        await CheckEtagAsync<T>(path, grainId, stateName, grainState.ETag, cancellationToken);
        long version = grainState.ETag is null ? 0 : long.Parse(grainState.ETag, CultureInfo.InvariantCulture);
        string etag = (version + 1).ToString(CultureInfo.InvariantCulture);
        try
        {
            await ReplaceAsync(
                path, new StoredState<T>(grainId.ToString(), etag, grainState.State), cancellationToken);
        }
        catch (Exception inner) when (DiskFault.IsDiskFault(inner))
        {
            throw DiskFault.Describe(_root, inner);
        }

        grainState.ETag = etag;
        grainState.RecordExists = true;
    }

    /// <inheritdoc/>
    public async Task ClearStateAsync<T>(
        string stateName, GrainId grainId, GrainState<T> grainState, CancellationToken cancellationToken)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(grainState);
        string path = PathOf(stateName, grainId);
        await CheckEtagAsync<T>(path, grainId, stateName, grainState.ETag, cancellationToken);
        File.Delete(path);
        grainState.State = new T();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private async Task ReplaceAsync<T>(string path, StoredState<T> content, CancellationToken cancellationToken)
        where T : class
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string draft = path + ".new";
        await using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await JsonSerializer.SerializeAsync(file, content, _json, cancellationToken);
            await file.FlushAsync(cancellationToken);
            RandomAccess.FlushToDisk(file.SafeFileHandle);
        }

        File.Move(draft, path, overwrite: true);
    }

    private async Task CheckEtagAsync<T>(
        string path, GrainId grainId, string stateName, string? etag, CancellationToken cancellationToken)
    {
        var stored = await ReadAsync<T>(path, cancellationToken);
        if (stored?.Etag != etag)
        {
            throw new InconsistentStateException(
                $"State '{stateName}' of grain {grainId} changed underneath its activation.", stored?.Etag, etag);
        }
    }

    private async Task<StoredState<T>?> ReadAsync<T>(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            await using var file = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync<StoredState<T>>(file, _json, cancellationToken)
                is { State: not null } stored
                ? stored
                : throw new JsonException("It holds no state.");
        }
        catch (JsonException fault)
        {
            File.Move(path, path + ".unreadable", overwrite: true);
            LogUnreadable(path, fault.Message);
            return null;
        }
    }

    /// <summary>Keys may hold anything, so the file is named by their hash; the file itself says whose it is.</summary>
    private string PathOf(string stateName, GrainId grainId)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(grainId.Key)))[..32];
        return Path.Combine(_root, grainId.Type, $"{hash}.{stateName}.json");
    }

    [LoggerMessage(
        EventId = 4301,
        Level = LogLevel.Warning,
        Message = "{Path} cannot be read and is put aside; what it said is forgotten: {Reason}")]
    private partial void LogUnreadable(string path, string reason);
}
