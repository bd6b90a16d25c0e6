namespace Tollama.Gateway.Composites.Progressive;

/// <summary>One model of a progressive forecast.</summary>
/// <param name="Strategy"><c>fastest</c>, <c>best_accuracy</c> or <c>explicit</c>.</param>
/// <param name="Model">The model.</param>
/// <param name="Family">Its family.</param>
internal sealed record ProgressiveStage(string Strategy, string Model, string Family);
