namespace Tollama.Models.Baseline.Methods;

/// <summary>A numeric covariate of one series.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Past">Values over the history, <c>(n)</c>.</param>
/// <param name="Future">Values over the horizon, <c>(h)</c>.</param>
internal sealed record Regressor(string Name, ReadOnlyMemory<double> Past, ReadOnlyMemory<double> Future);
