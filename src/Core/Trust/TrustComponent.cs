namespace Tollama.Core.Trust;

/// <summary>One part of a trust score.</summary>
/// <param name="Name">Name of the factor.</param>
/// <param name="Score">How much it speaks for the signal, 0 to 1.</param>
/// <param name="Weight">Its weight among the parts, at least 0.</param>
public sealed record TrustComponent(string Name, double Score, double Weight);
