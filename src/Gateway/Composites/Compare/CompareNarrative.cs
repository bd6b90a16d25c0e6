using System.Globalization;
using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;

namespace Tollama.Gateway.Composites.Compare;

/// <summary>Ranks the models of a comparison and says so (contract/http-api §18.6).</summary>
internal static class CompareNarrative
{
    private static readonly string[] Criteria = ["smape", "mape", "mae", "rmse", "mase", "wape", "rmsse", "pinball"];

    /// <summary><c>{summary, criterion, best_model, rankings}</c>.</summary>
    public static JsonObject Tell(IReadOnlyList<ItemOutcome> outcomes)
    {
        ItemOutcome[] succeeded = [.. outcomes.Where(outcome => outcome.Response is not null)];
        var (criterion, scores) = Score(succeeded);
        var ranked = succeeded.Zip(scores, (outcome, score) => (outcome.Name, Score: score))
            .OrderBy(entry => entry.Score ?? double.PositiveInfinity)
            .ToArray();
        var rankings = new JsonArray();
        for (int i = 0; i < ranked.Length; i++)
        {
            var entry = new JsonObject { ["model"] = ranked[i].Name, ["rank"] = i + 1 };
            if (ranked[i].Score is { } score)
            {
                entry["score"] = score;
            }

            rankings.Add(entry);
        }

        string? best = ranked.Length > 0 ? ranked[0].Name : null;
        return new JsonObject
        {
            ["summary"] = Summary(criterion, best, succeeded.Length, outcomes.Count),
            ["criterion"] = criterion,
            ["best_model"] = best,
            ["rankings"] = rankings,
        };
    }

    /// <summary>The first metric that any model has, else the time it took; lower is better either way.</summary>
    private static (string Criterion, double?[] Scores) Score(ItemOutcome[] succeeded)
    {
        if (succeeded.Length == 0)
        {
            return ("availability", []);
        }

        foreach (string name in Criteria)
        {
            double?[] scores = [.. succeeded.Select(outcome => Metric(outcome.Response!, name))]; // succeeded
            if (scores.Any(score => score is not null))
            {
                return ("metrics.aggregate." + name, scores);
            }
        }

        double?[] times = [.. succeeded.Select(outcome => outcome.Response!.Timing?.TotalMs)];
        return times.Any(time => time is not null) ? ("timing.total_ms", times) : ("first_success", times);
    }

    private static double? Metric(ForecastResponse response, string name)
    {
        foreach (var value in response.Metrics?.Aggregate ?? [])
        {
            if (value.Name == name)
            {
                return value.Value;
            }
        }

        return null;
    }

    private static string Summary(string criterion, string? best, int succeeded, int total) =>
        best is null
            ? string.Create(CultureInfo.InvariantCulture, $"None of {total} models produced a forecast.")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{succeeded} of {total} models produced a forecast; {best} ranks first by {criterion}.");
}
