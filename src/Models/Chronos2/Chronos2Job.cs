using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;
using Tollama.Models.Serving;

namespace Tollama.Models.Chronos2;

/// <summary>A prepared request: a task for each of its series.</summary>
/// <param name="Request">The request.</param>
/// <param name="Series">Its series, rows in order of time.</param>
/// <param name="Tasks">Their tasks, in the same order.</param>
/// <param name="Warnings">What the caller should know.</param>
internal sealed record Chronos2Job(
    ForecastRequest Request,
    IReadOnlyList<SeriesInput> Series,
    IReadOnlyList<Chronos2Task> Tasks,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Turns a request into tasks.</summary>
    /// <exception cref="TollamaException">BadRequest: something in it cannot be forecast.</exception>
    public static Chronos2Job Prepare(ForecastRequest request, Chronos2Config config)
    {
        Check(request);
        CheckFit(request, config);
        SeriesInput[] series = [.. request.Series.Select(SeriesOrder.ByTime)];
        var table = new CovariateTable(request);
        return new Chronos2Job(
            request,
            series,
            [.. series.Select(one => MakeTask(one, table, request.Horizon, config))],
            [.. WithoutFuture(request).Select(id =>
                $"Series '{id}' has no known-future covariates although other series do; they are taken as missing.")]);
    }

    /// <summary>Refuses what no checkpoint can forecast.</summary>
    /// <exception cref="TollamaException">BadRequest: the series and the reason.</exception>
    public static void Check(ForecastRequest request)
    {
        foreach (var series in request.Series)
        {
            FutureGrid.FirstStep(series); // throws for a freq or timestamp that cannot be used
        }

        if (request.Parameters.IsStrict && WithoutFuture(request).FirstOrDefault() is { } id)
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Series '{id}' has no known-future covariates although other series of the request do; give them to "
                + "every series, or use covariates_mode 'best_effort'.");
        }
    }

    /// <summary>Refuses a horizon that this checkpoint cannot reach, and more covariates than memory holds.</summary>
    /// <exception cref="TollamaException">
    /// BadRequest: the horizon and the limit, or how many covariates fit.
    /// </exception>
    public static void CheckFit(ForecastRequest request, Chronos2Config config)
    {
        int longest = config.MaxOutputPatches * config.Patch;
        bool canUnroll = longest <= config.ContextLength
            && Chronos2Unrolling.PathLevels.All(level => config.Quantiles.Contains(level));
        if (request.Horizon > longest && !canUnroll)
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Horizon {request.Horizon} exceeds {longest}, the longest that this checkpoint forecasts: longer ones "
                    + "need "
                + "the trained levels 0.1, 0.2, …, 0.9 and a context of that length. Lower it or pick another model.");
        }

        int longestHistory = request.Series.Max(series => series.Target.Count);
        RequireMemory(
            new CovariateTable(request).Count, Math.Min(longestHistory, config.ContextLength), request.Horizon, config);
    }

    private static IEnumerable<string> WithoutFuture(ForecastRequest request) =>
        request.Series.Any(series => series.FutureCovariates.Count > 0)
            ? request.Series.Where(series => series.FutureCovariates.Count == 0).Select(series => series.Id)
            : [];

    private static Chronos2Task MakeTask(SeriesInput series, CovariateTable table, int horizon, Chronos2Config config)
    {
        float[] target = new float[series.Target.Count];
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = (float)series.Target.Span[i];
        }

        int kept = Math.Min(target.Length, config.ContextLength);

        // Categories are encoded over the whole history, then everything is cut to the context.
        var rows = table.Rows(series, target).Prepend((Past: target, Future: [])).ToList();
        return new Chronos2Task
        {
            Context = [.. rows.Select(row => row.Past[^kept..])],
            Future = [.. rows.Select(row => row.Future)],
            Horizon = horizon,
        };
    }

    /// <summary>A series and its covariates see each other, so that they cannot be split.</summary>
    private static void RequireMemory(int covariates, int context, int horizon, Chronos2Config config)
    {
        double ahead = Math.Min(config.MaxOutputPatches, (horizon / config.Patch) + 1);
        double tokens = (context / config.Patching.Stride) + 2 + ahead;
        ForecastBudget.Require(
            "covariates",
            covariates,
            count =>
                (
                    (count + 1)
                    * (
                        ForecastBudget.AttentionBytes(1, tokens, config.Heads)
                        + (4 * sizeof(float) * tokens * config.Hidden))
                ) + ForecastBudget.AttentionBytes(tokens, count + 1, config.Heads));
    }
}
