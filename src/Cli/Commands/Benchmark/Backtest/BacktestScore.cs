namespace Tollama.Cli.Commands.Benchmark.Backtest;

/// <summary>How a model did over the folds.</summary>
/// <param name="Model">The model.</param>
/// <param name="Metrics">Means over the folds, by name; those that no fold defines are absent.</param>
/// <param name="LatencyMs">Median time of a fold's answer, without loading the model.</param>
/// <param name="FoldsEvaluated">Folds with an answer.</param>
/// <param name="Problems">Why folds have none.</param>
internal sealed record BacktestScore(
    string Model,
    IReadOnlyDictionary<string, double> Metrics,
    double LatencyMs,
    int FoldsEvaluated,
    IReadOnlyList<string> Problems);
