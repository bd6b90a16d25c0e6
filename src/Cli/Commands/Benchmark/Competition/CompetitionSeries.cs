namespace Tollama.Cli.Commands.Benchmark.Competition;

/// <summary>A series of the competition.</summary>
/// <param name="Id">Its name, such as <c>H1</c>.</param>
/// <param name="Train">The history, <c>(n)</c>.</param>
/// <param name="Test">What came after it, <c>(horizon)</c>.</param>
internal sealed record CompetitionSeries(string Id, double[] Train, double[] Test);
