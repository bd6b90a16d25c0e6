namespace Tollama.Cli.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Layer">What it shows.</param>
/// <param name="Start">Position of its first value on the horizontal axis.</param>
/// <param name="Values">Its values; not-a-number leaves a gap.</param>
internal sealed record ChartLine(ChartLayer Layer, int Start, IReadOnlyList<double> Values);
