namespace Tollama.Core.Recommendation;

/// <summary>A model in the order in which it would be taken.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Family">Its family.</param>
/// <param name="Rank">Its place, from 1.</param>
/// <param name="Score">Points; more is better.</param>
/// <param name="Reasons">Where they come from, at least one.</param>
public sealed record RankedModel(string Model, string Family, int Rank, double Score, IReadOnlyList<string> Reasons);
