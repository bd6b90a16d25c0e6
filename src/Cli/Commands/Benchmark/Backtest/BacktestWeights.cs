namespace Tollama.Cli.Commands.Benchmark.Backtest;

/// <summary>Weights of an ensemble, learned from errors: proportional to 1/MASE (contract/cli §4.1).</summary>
internal static class BacktestWeights
{
    /// <summary>Weight per model, six decimals; 1 each where a model has no positive MASE.</summary>
    public static IReadOnlyDictionary<string, double> Of(IReadOnlyList<BacktestScore> scores)
    {
        double[] inverses = [.. scores.Select(score => 1.0 / score.Metrics.GetValueOrDefault("mase"))];
        bool isUsable = inverses.All(inverse => double.IsFinite(inverse) && inverse > 0.0);
        double sum = inverses.Sum();
        return scores.Zip(inverses).ToDictionary(
            pair => pair.First.Model,
            pair => isUsable ? Math.Round(pair.Second / sum, 6) : 1.0,
            StringComparer.Ordinal);
    }
}
