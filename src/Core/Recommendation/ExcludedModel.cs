namespace Tollama.Core.Recommendation;

/// <summary>A model that cannot serve a forecast.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Family">Its family.</param>
/// <param name="Reasons">Why not, as the contract's tokens; at least one.</param>
public sealed record ExcludedModel(string Model, string Family, IReadOnlyList<string> Reasons);
