namespace Tollama.Core.Forecasting;

/// <summary>One accuracy metric.</summary>
/// <param name="Name">One of <see cref="MetricNames.All"/>.</param>
/// <param name="Value">Its value, finite.</param>
public readonly record struct MetricValue(string Name, double Value);
