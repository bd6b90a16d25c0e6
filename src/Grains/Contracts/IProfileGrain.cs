using Tollama.Core.Catalog;

namespace Tollama.Grains.Contracts;

/// <summary>The profiles. Key: <c>profiles</c>. Faults as <see cref="IProfileStore"/>.</summary>
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

    /// <summary>Takes profiles that a silo brings with it, where nothing is known of them.</summary>
    Task TakeUpAsync(IReadOnlyList<StoredProfile> profiles);

    /// <summary>Deletes a profile; false when there was none.</summary>
    Task<bool> DeleteAsync(string name);
}
