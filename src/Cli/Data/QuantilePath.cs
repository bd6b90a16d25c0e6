namespace Tollama.Cli.Data;

/// <summary>One quantile of a forecast.</summary>
/// <param name="Level">Between 0 and 1.</param>
/// <param name="Values">One per step.</param>
internal sealed record QuantilePath(double Level, IReadOnlyList<double> Values);
