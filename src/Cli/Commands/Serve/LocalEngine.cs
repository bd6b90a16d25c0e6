namespace Tollama.Cli.Commands.Serve;

/// <summary>The inference engine of this machine.</summary>
/// <param name="Path">Path of its native library; null when there is none.</param>
/// <param name="Version">Its version; null when it cannot be loaded.</param>
/// <param name="Providers">What it can compute on, by the engine's own names.</param>
/// <param name="Fault">Why it cannot be used; null when it can.</param>
internal sealed record LocalEngine(string? Path, string? Version, IReadOnlyList<string> Providers, string? Fault);
