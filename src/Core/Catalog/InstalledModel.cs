namespace Tollama.Core.Catalog;

/// <summary>An install record with the receipt of its licence.</summary>
/// <param name="Manifest">The record; its licence is the text that was accepted, with the time.</param>
/// <param name="AcceptedBy">
/// Account and machine of the daemon that took the acceptance; null where none was needed or nobody knows.
/// </param>
public sealed record InstalledModel(ModelManifest Manifest, string? AcceptedBy);
