namespace Tollama.Core.Frequencies;

/// <summary>The frequency of most, not all, spacings.</summary>
/// <param name="Alias">Offset alias.</param>
/// <param name="Share">Share of the spacings that have it, 0 to 1.</param>
public sealed record DominantFrequency(string Alias, double Share);
