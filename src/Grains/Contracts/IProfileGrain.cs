using Tollama.Core.Catalog;

namespace Tollama.Grains.Contracts;

/// <summary>The profiles of the state folder. Key: <c>profiles</c>. Faults as <see cref="IProfileStore"/>.</summary>
public interface IProfileGrain : IGrainWithStringKey
{
    /// <summary>Readable profiles, by name.</summary>
    [AlwaysInterleave]
    Task<IReadOnlyList<StoredProfile>> ListAsync();

    /// <summary>One profile; null when there is none of this name.</summary>
    [AlwaysInterleave]
    Task<StoredProfile?> FindAsync(string name);

    /// <summary>Writes or replaces a profile.</summary>
    Task<StoredProfile> WriteAsync(string name, ForecastProfile profile);

    /// <summary>Reads a profile from YAML text and writes it.</summary>
    Task<StoredProfile> WriteTextAsync(string name, string yaml);

    /// <summary>Deletes a profile; false when there was none.</summary>
    Task<bool> DeleteAsync(string name);
}
