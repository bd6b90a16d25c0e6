namespace Tollama.Core.Forecasting;

/// <summary><c>parameters.metrics</c>.</summary>
/// <param name="Names">Metric names, unique: mape mase mae rmse smape wape rmsse pinball.</param>
/// <param name="MaseSeasonality">Season length of the scaled errors, at least 1.</param>
public sealed record MetricsParameters(IReadOnlyList<string> Names, int MaseSeasonality);
