using Tollama.Core.Forecasting;

namespace Tollama.Client.Results;

/// <summary>A step of a streamed forecast; the last one carries the result.</summary>
/// <param name="Status">What is going on; null on the last step.</param>
/// <param name="Response">The result; null before the last step.</param>
public sealed record ForecastUpdate(string? Status, ForecastResponse? Response);
