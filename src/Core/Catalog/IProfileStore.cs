namespace Tollama.Core.Catalog;

/// <summary>
/// The profiles of this machine: <c>modelfiles/&lt;name&gt;.yaml</c>. Files may be edited by hand at any time.
/// </summary>
public interface IProfileStore
{
    /// <summary>Readable profiles by name; others are skipped with a warning in the log.</summary>
    IReadOnlyList<StoredProfile> List();

    /// <summary>One profile; null when there is none of this name.</summary>
    /// <exception cref="Errors.TollamaException">
    /// InvalidRequest: the name is malformed, or the file no profile.
    /// </exception>
    StoredProfile? Find(string name);

    /// <summary>Writes or replaces a profile.</summary>
    /// <exception cref="Errors.TollamaException">InvalidRequest (malformed name), StorageFailed.</exception>
    StoredProfile Write(string name, ForecastProfile profile);

    /// <summary>Reads a profile from YAML text.</summary>
    /// <exception cref="Errors.TollamaException">
    /// InvalidRequest: it is no YAML, or no profile; the message names the place.
    /// </exception>
    ForecastProfile Parse(string yaml);

    /// <summary>Deletes a profile; false when there was none.</summary>
    /// <exception cref="Errors.TollamaException">InvalidRequest (malformed name), StorageFailed.</exception>
    bool Delete(string name);
}
