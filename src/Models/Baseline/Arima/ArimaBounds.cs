using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Arima;

/// <summary>How large a model that a caller names may be: time and memory go with the square of its lags.</summary>
internal static class ArimaBounds
{
    /// <summary>Largest of p, q, P, Q.</summary>
    public const int LargestOrder = 20;

    /// <summary>Largest of d, D.</summary>
    public const int MostDifferences = 2;

    /// <summary>Largest m of a seasonal model.</summary>
    public const int LongestSeason = 366;

    /// <summary>Most of p + mP and q + mQ.</summary>
    public const int MostLags = 2000;

    /// <summary>Refuses a model whose season or lags are too long.</summary>
    /// <param name="order">The order.</param>
    /// <param name="task">The series; its season is that of the model.</param>
    /// <exception cref="Core.Errors.TollamaException">BadRequest: names the limit.</exception>
    public static void Check(ArimaOrder order, SeriesTask task)
    {
        if (!order.IsSeasonal)
        {
            return;
        }

        if (task.Season is 1 or > LongestSeason)
        {
            throw task.Refusal(
                $"a seasonal order needs a season of 2 to {LongestSeason} observations and it has {task.Season} "
                + $"({task.Count} observations given). Set season_length or leave the seasonal order out.");
        }

        int lags = order.Lags(task.Season);
        int most = Math.Min(MostLags, task.Count - 1);
        if (lags > most)
        {
            throw task.Refusal(
                $"{order.Name(task.Season)} reaches back {lags} observations, and {most} are possible: fewer than the "
                + $"{task.Count} given, and at most {MostLags}. Give a smaller seasonal order.");
        }
    }
}
