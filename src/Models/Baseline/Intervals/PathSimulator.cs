namespace Tollama.Models.Baseline.Intervals;

/// <summary>Computes one path of a model from standard normal shocks.</summary>
/// <param name="shocks">One shock per step, <c>(h)</c>.</param>
/// <param name="path">Takes the path, <c>(h)</c>.</param>
internal delegate void PathSimulator(ReadOnlySpan<double> shocks, Span<double> path);
