using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Core.Wire.Requests;

namespace Tollama.Silo.Storage;

/// <summary>Profiles as YAML files, in the layout that the original writes.</summary>
internal sealed partial class ProfileStore : IProfileStore
{
    private const string Suffix = ".yaml";

    private readonly string _folder;
    private readonly ILogger _log;

    /// <summary>Profiles of a state folder.</summary>
    public ProfileStore(string home, ILogger<ProfileStore> log) =>
        (_folder, _log) = (Path.Combine(home, "modelfiles"), log);

    /// <summary>Readable profiles by name; others are skipped with a warning in the log.</summary>
    public IReadOnlyList<StoredProfile> List() => Directory.Exists(_folder)
        ? Directory.EnumerateFiles(_folder, "*" + Suffix)
            .Select(path => Path.GetFileName(path)[..^Suffix.Length])
            .Where(name => ModelName.TryParse(name, out _))
            .Order(StringComparer.Ordinal)
            .Select(FindReadable)
            .OfType<StoredProfile>()
            .ToList()
        : [];

    /// <summary>One profile; null when there is none of this name.</summary>
    public StoredProfile? Find(string name)
    {
        string path = PathOf(name);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return new StoredProfile(name, path, Parse(File.ReadAllText(path)));
        }
        catch (Exception inner) when (DiskFault.IsDiskFault(inner))
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"Profile '{name}' cannot be read: {inner.Message}",
                inner);
        }
    }

    /// <summary>Writes or replaces a profile.</summary>
    public StoredProfile Write(string name, ForecastProfile profile)
    {
        string path = PathOf(name);
        string text = YamlWriter.Write(profile.ToJson());
        AtomicFile.Write(path, Path.Combine(_folder, name + ".tmp"), Encoding.ASCII.GetBytes(text));
        return new StoredProfile(name, path, profile);
    }

    /// <inheritdoc/>
    public ForecastProfile Parse(string yaml)
    {
        try
        {
            byte[] json = Encoding.UTF8.GetBytes((YamlReader.Read(yaml) ?? new JsonObject()).ToJsonString());
            return ProfileBodies.ReadProfile(json);
        }
        catch (JsonException inner)
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"The profile is not usable YAML. {inner.Message}",
                inner);
        }
        catch (ValidationException inner)
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"The profile breaks the rules: {Describe(inner)}",
                inner);
        }
    }

    /// <summary>Deletes a profile; false when there was none.</summary>
    public bool Delete(string name)
    {
        string path = PathOf(name);
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception inner) when (DiskFault.IsDiskFault(inner))
        {
            throw DiskFault.Describe(_folder, inner);
        }
    }

    Task<IReadOnlyList<StoredProfile>> IProfileStore.ListAsync() => Task.FromResult(List());

    Task<StoredProfile?> IProfileStore.FindAsync(string name) => Task.FromResult(Find(name));

    Task<StoredProfile> IProfileStore.WriteAsync(string name, ForecastProfile profile) =>
        Task.FromResult(Write(name, profile));

    Task IProfileStore.TakeUpAsync(IReadOnlyList<StoredProfile> profiles) => Task.CompletedTask;

    Task<bool> IProfileStore.DeleteAsync(string name) => Task.FromResult(Delete(name));

    /// <summary>Refuses what is no name of a profile.</summary>
    /// <exception cref="TollamaException">InvalidRequest.</exception>
    public static void CheckName(string name)
    {
        if (!ModelName.TryParse(name, out _))
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"'{name}' is no profile name: letters, digits, '.', '_' and '-' are allowed, the first a letter or "
                    + "digit.");
        }
    }

    private static string Describe(ValidationException fault) =>
        string.Join("; ", fault.Issues.Select(issue => issue.Describe()));

    private StoredProfile? FindReadable(string name)
    {
        try
        {
            return Find(name);
        }
        catch (TollamaException fault)
        {
            LogUnreadable(name, fault.Message);
            return null;
        }
    }

    private string PathOf(string name)
    {
        CheckName(name);
        return Path.Combine(_folder, name + Suffix);
    }

    [LoggerMessage(6002, LogLevel.Warning, "Profile '{Name}' is skipped: {Reason}")]
    private partial void LogUnreadable(string name, string reason);
}
