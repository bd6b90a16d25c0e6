namespace Tollama.Core.Forecasting;

/// <summary>Defined metrics of one series.</summary>
/// <param name="Id">The series.</param>
/// <param name="Values">At least one, in the order in which they were asked for.</param>
public sealed record SeriesMetrics(string Id, IReadOnlyList<MetricValue> Values);
