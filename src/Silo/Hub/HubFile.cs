namespace Tollama.Silo.Hub;

/// <summary>A file of a repository at one commit, as the hub's model info lists it.</summary>
/// <param name="Path">Relative path with forward slashes; checked by <see cref="HubFileName"/>.</param>
/// <param name="Size">Bytes; null when the hub did not say.</param>
/// <param name="Sha256">
/// Lower-case hex digest of the content; null for files that are not in large-file storage.
/// </param>
/// <param name="GitOid">Git blob id, 40 hex digits; null when the hub did not say.</param>
internal sealed record HubFile(string Path, long? Size, string? Sha256, string? GitOid);
