using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Tollama.Cli.Output;

namespace Tollama.Cli.Commands.Benchmark.Backtest;

/// <summary>The outcome of a backtest in every form: JSON document, table, CSV, Markdown.</summary>
internal sealed class BacktestReport
{
    /// <summary>The data.</summary>
    public required BacktestDataset Dataset { get; init; }

    /// <summary>Steps per fold.</summary>
    public required int Horizon { get; init; }

    /// <summary>Folds that were run.</summary>
    public required int Folds { get; init; }

    /// <summary>The scores, in the order in which the models were asked for.</summary>
    public required IReadOnlyList<BacktestScore> Scores { get; init; }

    /// <summary>The recommendation.</summary>
    public required BacktestRouting Routing { get; init; }

    /// <summary>When the run ended.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>The <c>result.json</c>; a routing manifest can be made of it.</summary>
    public JsonObject ToJson()
    {
        string stamp = GeneratedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        string run = $"{Dataset.Fingerprint}-{stamp}";
        return new JsonObject
        {
            ["artifact_kind"] = "tollama_core_benchmark",
            ["schema_version"] = 1,
            ["run_id"] = $"run-{run}",
            ["eval_ref"] = $"eval-{run}",
            ["forecast_id"] = $"forecast-{run}",
            ["generated_at"] = GeneratedAt.UtcDateTime.ToString(
                "yyyy-MM-dd'T'HH:mm:ss'Z'",
                CultureInfo.InvariantCulture),
            ["source"] = "tollama benchmark",
            ["dataset"] = new JsonObject
            {
                ["name"] = Dataset.Source,
                ["fingerprint"] = Dataset.Fingerprint,
                ["series_count"] = Dataset.Series.Count,
            },
            ["horizon"] = Horizon,
            ["folds"] = Folds,
            ["models"] = new JsonArray([.. Scores.Select(Model)]),
            ["leaderboard"] = new JsonArray([.. Routing.Ranking.Select(Place)]),
            ["learned_weights"] = Numbers(BacktestWeights.Of(Scores)),
            ["routing_recommendation"] = new JsonObject
            {
                ["default"] = Routing.Default,
                ["fast_path"] = Routing.FastPath,
                ["high_accuracy"] = Routing.HighAccuracy,
            },
            ["routing_rationale"] = new JsonObject
            {
                ["default"] = $"{Routing.Default} has the lowest 0.7 × quality rank + 0.3 × latency rank.",
                ["fast_path"] = $"{Routing.FastPath} answers fastest.",
                ["high_accuracy"] = $"{Routing.HighAccuracy} has the lowest mean {Routing.Metric}.",
            },
            ["policy"] = $"{Routing.Metric}, 0.7 quality and 0.3 latency",
            ["caveats"] = new JsonArray([.. Scores.SelectMany(score => score.Problems.Select(
                problem => (JsonNode)JsonValue.Create($"{score.Model}, {problem}")))]),
            ["preprocessing_metadata"] = new JsonObject(),
        };
    }

    /// <summary>Prints the leaderboard.</summary>
    public void Print(Terminal terminal)
    {
        var table = new Table(
            Right("RANK"), "MODEL", Right("MASE"), Right("MAE"), Right("RMSE"), Right("MS"), Right("FOLDS"));
        foreach (var rank in Routing.Ranking)
        {
            table.Add(
                Whole(rank.QualityRank),
                rank.Score.Model,
                Metric(rank, "mase"),
                Metric(rank, "mae"),
                Metric(rank, "rmse"),
                Number(rank.Score.LatencyMs),
                Whole(rank.Score.FoldsEvaluated));
        }

        table.WriteTo(terminal);
        terminal.Print(
            $"default: {Routing.Default}   fast_path: {Routing.FastPath}   high_accuracy: {Routing.HighAccuracy}");
    }

    /// <summary>The leaderboard as CSV.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder(
            "rank,model,mase,mae,rmse,latency_ms,latency_rank,balanced_score,folds_evaluated\n");
        foreach (var rank in Routing.Ranking)
        {
            text.Append(CultureInfo.InvariantCulture, $"{rank.QualityRank},{rank.Score.Model}");
            foreach (string name in BacktestRequest.Metrics)
            {
                text.Append(',').Append(rank.Score.Metrics.TryGetValue(name, out double value)
                    ? value.ToString("R", CultureInfo.InvariantCulture)
                    : string.Empty);
            }

            text.Append(
                CultureInfo.InvariantCulture,
                $",{rank.Score.LatencyMs:0.###},{rank.LatencyRank},{rank.BalancedScore},{rank.Score.FoldsEvaluated}\n");
        }

        return text.ToString();
    }

    /// <summary>The outcome for readers.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Benchmark of {Dataset.Source}\n\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"{Dataset.Series.Count} series, horizon {Horizon}, {Folds} folds, data {Dataset.Fingerprint}.\n\n");
        text.Append("| rank | model | MASE | MAE | RMSE | ms |\n|--:|---|--:|--:|--:|--:|\n");
        foreach (var rank in Routing.Ranking)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {rank.QualityRank} | {rank.Score.Model} | ")
                .Append(CultureInfo.InvariantCulture, $"{Metric(rank, "mase")} | {Metric(rank, "mae")} | ")
                .Append(CultureInfo.InvariantCulture, $"{Metric(rank, "rmse")} | {Number(rank.Score.LatencyMs)} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n- default: {Routing.Default}\n- fast_path: {Routing.FastPath}\n");
        text.Append(CultureInfo.InvariantCulture, $"- high_accuracy: {Routing.HighAccuracy}\n");
        return text.ToString();
    }

    private static TableColumn Right(string title) => new(title, IsRightAligned: true);

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string? Metric(BacktestRank rank, string name) =>
        rank.Score.Metrics.TryGetValue(name, out double value)
            ? value.ToString("0.####", CultureInfo.InvariantCulture)
            : null;

    private static JsonObject Model(BacktestScore score) => new()
    {
        ["model"] = score.Model,
        ["metrics"] = Numbers(score.Metrics),
        ["latency_ms"] = Math.Round(score.LatencyMs, 3),
        ["folds_evaluated"] = score.FoldsEvaluated,
        ["warnings"] = new JsonArray([.. score.Problems.Select(problem => (JsonNode)JsonValue.Create(problem))]),
    };

    private static JsonObject Place(BacktestRank rank) => new()
    {
        ["rank"] = rank.QualityRank,
        ["model"] = rank.Score.Model,
        ["metrics"] = Numbers(rank.Score.Metrics),
        ["latency_ms"] = Math.Round(rank.Score.LatencyMs, 3),
        ["quality_rank"] = rank.QualityRank,
        ["latency_rank"] = rank.LatencyRank,
        ["balanced_score"] = rank.BalancedScore,
    };

    private static JsonObject Numbers(IReadOnlyDictionary<string, double> values) =>
        new(values.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, JsonValue.Create(pair.Value))));
}
