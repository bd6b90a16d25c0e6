namespace Tollama.Cli.Commands.Benchmark.Backtest;

/// <summary>Which model should serve which mode (contract/cli §4.1).</summary>
/// <param name="Ranking">The measured models, best quality first.</param>
/// <param name="Metric">The metric that ranks.</param>
internal sealed record BacktestRouting(IReadOnlyList<BacktestRank> Ranking, string Metric)
{
    /// <summary>Best trade of quality and time.</summary>
    public string Default => Ranking.MinBy(rank => (rank.BalancedScore, rank.QualityRank))!.Score.Model; // never empty

    /// <summary>The fastest.</summary>
    public string FastPath => Ranking.MinBy(rank => rank.LatencyRank)!.Score.Model; // never empty

    /// <summary>The best.</summary>
    public string HighAccuracy => Ranking[0].Score.Model;

    /// <summary>Ranks the models that answered at least one fold; null when there is none.</summary>
    public static BacktestRouting? Of(IReadOnlyList<BacktestScore> scores)
    {
        var measured = scores.Where(score => score.FoldsEvaluated > 0 && score.Metrics.Count > 0).ToList();
        string? metric = BacktestRequest.Metrics.FirstOrDefault(
            name => measured.Count > 0 && measured.TrueForAll(score => score.Metrics.ContainsKey(name)));
        if (metric is null)
        {
            return null;
        }

        var byLatency = measured
            .OrderBy(score => score.LatencyMs).ThenBy(score => score.Model, StringComparer.Ordinal).ToList();
        var ranking = measured
            .OrderBy(score => score.Metrics[metric])
            .ThenBy(score => score.LatencyMs)
            .ThenBy(score => score.Model, StringComparer.Ordinal)
            .Select((score, place) => new BacktestRank(score, place + 1, byLatency.IndexOf(score) + 1));
        return new BacktestRouting([.. ranking], metric);
    }
}
