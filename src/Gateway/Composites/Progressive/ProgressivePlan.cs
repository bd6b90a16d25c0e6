namespace Tollama.Gateway.Composites.Progressive;

/// <summary>Which models forecast one after the other.</summary>
/// <param name="Stages">The stages in order, at least one.</param>
/// <param name="Warnings">What the caller should know of the choice.</param>
internal sealed record ProgressivePlan(IReadOnlyList<ProgressiveStage> Stages, IReadOnlyList<string> Warnings);
