namespace Tollama.Gateway.Forecasting;

/// <summary>Times measured around one execution.</summary>
/// <param name="Call">Round trip to the model.</param>
/// <param name="Total">From the start of the execution.</param>
internal readonly record struct Elapsed(TimeSpan Call, TimeSpan Total);
