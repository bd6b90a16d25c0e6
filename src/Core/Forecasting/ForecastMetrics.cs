namespace Tollama.Core.Forecasting;

/// <summary>Accuracy of a forecast (contract/http-api §9).</summary>
/// <param name="Aggregate">Plain means over the series in which a metric is defined.</param>
/// <param name="Series">Series with at least one defined metric.</param>
public sealed record ForecastMetrics(IReadOnlyList<MetricValue> Aggregate, IReadOnlyList<SeriesMetrics> Series);
