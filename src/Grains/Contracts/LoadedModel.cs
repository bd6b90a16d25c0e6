namespace Tollama.Grains.Contracts;

/// <summary>One loaded model.</summary>
/// <param name="Name">Name it is installed under.</param>
/// <param name="Family">Family as the contract names it.</param>
/// <param name="ExpiresAt">When it will be unloaded; null for never.</param>
/// <param name="SizeBytes">Bytes it holds on its devices.</param>
/// <param name="Devices">Where its copies are, <c>silo/device</c>.</param>
/// <param name="IsPinned">Whether one of them stays until it is told to go.</param>
public sealed record LoadedModel(
    string Name,
    string Family,
    DateTimeOffset? ExpiresAt,
    long SizeBytes,
    IReadOnlyList<string> Devices,
    bool IsPinned = false);
