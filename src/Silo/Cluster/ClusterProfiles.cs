using System.Text;
using System.Text.Json.Nodes;
using Tollama.Core.Catalog;
using Tollama.Core.Persistence;
using Tollama.Core.Wire.Requests;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Cluster;

/// <summary>The profiles that all machines of a cluster share, kept in its database.</summary>
internal sealed class ClusterProfiles(ISharedNotes notes, ProfileStore machine) : IProfileStore
{
    private readonly CachedNote<ProfilesNote> _note = new(notes, "profiles");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredProfile>> ListAsync() =>
    [
        .. (await _note.ReadAsync()).Profiles
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => Read(entry.Key, entry.Value)),
    ];

    /// <inheritdoc/>
    public async Task<StoredProfile?> FindAsync(string name)
    {
        ProfileStore.CheckName(name);
        return (await _note.ReadAsync()).Profiles.GetValueOrDefault(name) is { } profile ? Read(name, profile) : null;
    }

    /// <inheritdoc/>
    public async Task<StoredProfile> WriteAsync(string name, ForecastProfile profile)
    {
        ProfileStore.CheckName(name);
        var stored = new StoredProfile(name, PathOf(name), profile);
        await _note.ChangeAsync(note => With(note, [stored]));
        return stored;
    }

    /// <inheritdoc/>
    public Task TakeUpAsync(IReadOnlyList<StoredProfile> profiles) => _note.ChangeAsync(note => With(
        note,
        profiles.Where(profile => !note.Profiles.ContainsKey(profile.Name)
            && !note.Deleted.Contains(profile.Name, StringComparer.Ordinal))));

    /// <inheritdoc/>
    public ForecastProfile Parse(string yaml) => machine.Parse(yaml);

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string name)
    {
        if (await FindAsync(name) is null)
        {
            return false;
        }

        await _note.ChangeAsync(note => new ProfilesNote
        {
            Profiles = note.Profiles.Where(entry => entry.Key != name).ToDictionary(StringComparer.Ordinal),
            Deleted = [.. note.Deleted.Where(deleted => deleted != name), name],
        });
        return true;
    }

    private static ProfilesNote With(ProfilesNote note, IEnumerable<StoredProfile> written)
    {
        var profiles = note.Profiles.ToDictionary(StringComparer.Ordinal);
        foreach (var stored in written)
        {
            profiles[stored.Name] = stored.Profile.ToJson();
        }

        return new ProfilesNote
        {
            Profiles = profiles,
            Deleted = [.. note.Deleted.Where(name => !profiles.ContainsKey(name))],
        };
    }

    private static StoredProfile Read(string name, JsonObject profile) =>
        new(name, PathOf(name), ProfileBodies.ReadProfile(Encoding.UTF8.GetBytes(profile.ToJsonString())));

    private static string PathOf(string name) => $"cluster:modelfiles/{name}";
}
