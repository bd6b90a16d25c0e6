namespace Tollama.Cli.Commands.Benchmark.Backtest;

/// <summary>
/// A window of a series: what comes before <see cref="TrainEnd"/> is history, the next steps are the outcome.
/// </summary>
/// <param name="Index">Its number, 0 the earliest.</param>
/// <param name="TrainEnd">First step of the outcome.</param>
/// <param name="TestEnd">First step after the outcome.</param>
internal readonly record struct BacktestFold(int Index, int TrainEnd, int TestEnd)
{
    private const int ShortestHistory = 32;

    /// <summary>
    /// The windows of a series, from its end backwards, earliest first; those with less history than twice the horizon
    /// or 32 steps are left out (contract/cli §4.1).
    /// </summary>
    public static IReadOnlyList<BacktestFold> Plan(int length, int horizon, int folds)
    {
        var plan = new List<BacktestFold>(folds);
        for (int index = 0; index < folds; index++)
        {
            long trainEnd = length - ((long)(folds - index) * horizon);
            if (trainEnd >= Math.Max(2L * horizon, ShortestHistory))
            {
                plan.Add(new BacktestFold(index, (int)trainEnd, (int)trainEnd + horizon));
            }
        }

        return plan;
    }
}
