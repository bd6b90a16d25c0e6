namespace Tollama.Silo.Storage;

/// <summary>A published file whose content lies in the blob folder.</summary>
/// <param name="Path">Name in the repository, with forward slashes.</param>
/// <param name="Sha256">Lower-case hex digest of the content.</param>
/// <param name="Size">Bytes.</param>
internal sealed record StoredFile(string Path, string Sha256, long Size);
