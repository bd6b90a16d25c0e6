namespace Tollama.Models.TimesFm;

/// <summary>Outputs of the two heads, normalised.</summary>
/// <param name="Points"><c>(point positions, output patch, channels)</c>.</param>
/// <param name="Quantiles"><c>(quantile positions, quantile horizon, channels)</c>; empty when the head is off.</param>
internal sealed record TimesFmOutput(float[] Points, float[] Quantiles);
