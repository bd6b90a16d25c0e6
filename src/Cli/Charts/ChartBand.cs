namespace Tollama.Cli.Charts;

/// <summary>An interval around a forecast.</summary>
/// <param name="Name">What it is, for the legend: <c>80 % interval</c>.</param>
/// <param name="Start">Position of its first value on the horizontal axis.</param>
/// <param name="Lower">Lower ends.</param>
/// <param name="Upper">Upper ends, as many.</param>
internal sealed record ChartBand(string Name, int Start, IReadOnlyList<double> Lower, IReadOnlyList<double> Upper);
