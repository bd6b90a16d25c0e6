using System.Text.Json.Nodes;

namespace Tollama.Core.Decisions;

/// <summary>Models of an evaluation in the order of their error, with what each does best and worst.</summary>
internal sealed class ModelRanking
{
    private static readonly string[] Errors = ["mse", "mae", "rmse", "mape"];

    private readonly List<(string Model, JsonObject Metrics)> _ranked;

    private ModelRanking(string metric, List<(string Model, JsonObject Metrics)> ranked) =>
        (Metric, _ranked) = (metric, ranked);

    /// <summary>The metric that decides.</summary>
    public string Metric { get; }

    /// <summary>The first model; null when nothing was evaluated.</summary>
    public string? Best => _ranked.Count > 0 ? _ranked[0].Model : null;

    /// <summary>Number of models.</summary>
    public int Count => _ranked.Count;

    /// <summary>
    /// Ranks <c>model_results: [{model_name, metrics}]</c> by the first of mse, mae, rmse, mape that any model has.
    /// </summary>
    public static ModelRanking Of(JsonObject evaluation)
    {
        var results = FreeForm
            .Maps(evaluation, "model_results")
            .Select(
                (result, i) =>
                    (FreeForm.Text(result, "model_name") ?? $"model_{i}", FreeForm.Map(result, "metrics") ?? []))
            .ToList();
        string metric =
            Errors.FirstOrDefault(name => results.Any(result => FreeForm.Number(result.Item2, name) is not null))
            ?? Errors[0];
        return new ModelRanking(
            metric, [.. results.OrderBy(result => FreeForm.Number(result.Item2, metric) ?? double.PositiveInfinity)]);
    }

    /// <summary>Why the first model was chosen.</summary>
    public string Tell() =>
        _ranked.Count == 0
            ? "No model was evaluated."
            : FormattableString.Invariant(
                $"{Best} has the lowest {Metric} ({FreeForm.Number(_ranked[0].Metrics, Metric):0.####}) of {Count} evaluated models."
            );

    /// <summary>The ranking as a document.</summary>
    public JsonArray ToJson() => [.. _ranked.Select((entry, i) => new JsonObject
    {
        ["model_name"] = entry.Model,
        ["rank"] = i + 1,
        ["metrics"] = entry.Metrics.DeepClone(),
        ["strengths"] = FreeForm.Texts(Extremes(entry.Metrics, "lowest", values => values.Min())),
        ["weaknesses"] = FreeForm.Texts(Count > 1 ? Extremes(entry.Metrics, "highest", values => values.Max()) : []),
    })];

    private IEnumerable<string> Extremes(JsonObject metrics, string word, Func<IEnumerable<double>, double> pick) =>
        from name in Errors
        let value = FreeForm.Number(metrics, name)
        where value is not null
            && value == pick(_ranked.Select(entry => FreeForm.Number(entry.Metrics, name)).OfType<double>())
        select FormattableString.Invariant($"{word} {name} ({value:0.####})");
}
