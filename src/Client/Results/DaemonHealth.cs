namespace Tollama.Client.Results;

/// <summary>Whether a daemon is well, and which.</summary>
/// <param name="Status"><c>ok</c>.</param>
/// <param name="Version">Its version.</param>
public sealed record DaemonHealth(string Status, string Version);
