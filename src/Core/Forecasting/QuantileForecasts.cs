namespace Tollama.Core.Forecasting;

/// <summary>Quantile forecasts of one series.</summary>
/// <param name="Levels">Levels, ascending.</param>
/// <param name="Rows">One column per level, each <c>(horizon)</c>.</param>
public sealed record QuantileForecasts(IReadOnlyList<double> Levels, IReadOnlyList<NumberColumn> Rows);
