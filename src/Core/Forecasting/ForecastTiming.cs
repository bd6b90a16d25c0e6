namespace Tollama.Core.Forecasting;

/// <summary>Milliseconds of one forecast (contract/http-api §11).</summary>
/// <param name="ModelLoadMs">Loading the model.</param>
/// <param name="InferenceMs">Computing.</param>
/// <param name="TotalMs">The whole execution.</param>
public sealed record ForecastTiming(double ModelLoadMs, double InferenceMs, double TotalMs);
