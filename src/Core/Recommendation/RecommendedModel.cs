using Tollama.Core.Catalog;

namespace Tollama.Core.Recommendation;

/// <summary>A model that would serve a forecast.</summary>
/// <param name="Entry">The model.</param>
/// <param name="Fit">How well it fits.</param>
public sealed record RecommendedModel(RegistryEntry Entry, ModelFit Fit);
