using System.Text.Json.Nodes;

namespace Tollama.Core.Forecasting;

/// <summary>
/// What a family answers to one request: forecasts in request order, or an error; never a partial answer.
/// </summary>
public sealed record ForecastResult
{
    /// <summary>One forecast per series of the request, in its order.</summary>
    public required IReadOnlyList<SeriesForecast> Forecasts { get; init; }

    /// <summary>Warnings of the family, in the order they arose.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>
    /// Facts about the run (<c>implementation</c>, <c>seed</c>, …); the pipeline adds the contract's own keys (§11).
    /// </summary>
    public JsonObject Usage { get; init; } = [];

    /// <summary>
    /// Milliseconds that loading the model took within this request; null when it was loaded already.
    /// </summary>
    public double? ModelLoadMs { get; init; }

    /// <summary>Milliseconds of inference; null when the family did not measure.</summary>
    public double? InferenceMs { get; init; }
}
