namespace Tollama.Grains.Contracts;

/// <summary>How a model's forecasts are spread over its copies.</summary>
/// <param name="Copies">The copies that get forecasts.</param>
/// <param name="Ejections">How often a copy was found slow.</param>
/// <param name="Hedges">Forecasts that a second copy was asked for.</param>
/// <param name="HedgesWon">Those that the second copy answered first.</param>
public sealed record RoutingReport(IReadOnlyList<RouteReport> Copies, long Ejections, long Hedges, long HedgesWon);
