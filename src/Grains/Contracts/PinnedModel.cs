namespace Tollama.Grains.Contracts;

/// <summary>A model that has a pin.</summary>
/// <param name="Model">Name that it is installed under.</param>
/// <param name="Pin">What was said of it.</param>
public sealed record PinnedModel(string Model, ModelPin Pin);
