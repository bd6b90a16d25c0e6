namespace Tollama.Cli.Commands.Benchmark.Backtest;

/// <summary>Place of a model among the measured ones.</summary>
/// <param name="Score">What was measured.</param>
/// <param name="QualityRank">Place by the primary metric, 1 the best.</param>
/// <param name="LatencyRank">Place by time, 1 the fastest.</param>
internal sealed record BacktestRank(BacktestScore Score, int QualityRank, int LatencyRank)
{
    private const double QualityWeight = 0.7;
    private const double LatencyWeight = 0.3;

    /// <summary>Both places in one number; lower is better.</summary>
    public double BalancedScore => Math.Round((QualityWeight * QualityRank) + (LatencyWeight * LatencyRank), 6);
}
