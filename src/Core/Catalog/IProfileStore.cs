namespace Tollama.Core.Catalog;

/// <summary>
/// Profiles by name: on one machine the files <c>modelfiles/&lt;name&gt;.yaml</c>, which may be edited by hand at any
/// time; in a cluster its database. For one grain, as <see cref="IModelCatalog"/> is.
/// </summary>
/// <remarks>
/// Every member but <see cref="Parse"/> may throw Unavailable: the profiles cannot be reached.
/// </remarks>
public interface IProfileStore
{
    /// <summary>Readable profiles by name; others are skipped with a warning in the log.</summary>
    Task<IReadOnlyList<StoredProfile>> ListAsync();

    /// <summary>One profile; null when there is none of this name.</summary>
    /// <exception cref="Errors.TollamaException">
    /// InvalidRequest: the name is malformed, or what is stored no profile.
    /// </exception>
    Task<StoredProfile?> FindAsync(string name);

    /// <summary>Writes or replaces a profile; it is stored when this returns.</summary>
    /// <exception cref="Errors.TollamaException">InvalidRequest (malformed name), StorageFailed.</exception>
    Task<StoredProfile> WriteAsync(string name, ForecastProfile profile);

    /// <summary>
    /// Takes profiles that a machine brings with it, where none of the name is known or was deleted.
    /// </summary>
    Task TakeUpAsync(IReadOnlyList<StoredProfile> profiles);

    /// <summary>Reads a profile from YAML text.</summary>
    /// <exception cref="Errors.TollamaException">
    /// InvalidRequest: it is no YAML, or no profile; the message names the place.
    /// </exception>
    ForecastProfile Parse(string yaml);

    /// <summary>Deletes a profile; false when there was none.</summary>
    /// <exception cref="Errors.TollamaException">InvalidRequest (malformed name), StorageFailed.</exception>
    Task<bool> DeleteAsync(string name);
}
