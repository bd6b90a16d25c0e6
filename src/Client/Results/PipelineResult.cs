using System.Text.Json;
using System.Text.Json.Nodes;
using Tollama.Core.Analysis;

namespace Tollama.Client.Results;

/// <summary>The answer of a pipeline (contract/http-api §18.8).</summary>
public sealed record PipelineResult
{
    /// <summary>What was found in the series.</summary>
    public required AnalysisReport Analysis { get; init; }

    /// <summary>The models that would serve, with reasons, as the daemon tells it.</summary>
    public required JsonElement Recommendation { get; init; }

    /// <summary>The model that was registered for it; null for none.</summary>
    public string? PulledModel { get; init; }

    /// <summary>The forecast and how its model was chosen.</summary>
    public required AutoForecastResult Forecast { get; init; }

    /// <summary>What to know of it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>All of it in words; null when nobody asked.</summary>
    public JsonObject? Narrative { get; init; }
}
