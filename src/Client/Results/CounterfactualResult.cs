using Tollama.Core.Forecasting;

namespace Tollama.Client.Results;

/// <summary>What would have come without an intervention (contract/http-api §18.9).</summary>
public sealed record CounterfactualResult
{
    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>Points from the intervention on.</summary>
    public required int Horizon { get; init; }

    /// <summary>Index of the first point after the intervention.</summary>
    public required int InterventionIndex { get; init; }

    /// <summary>Its name; null for none.</summary>
    public string? InterventionLabel { get; init; }

    /// <summary>The forecast from before the intervention.</summary>
    public required ForecastResponse Baseline { get; init; }

    /// <summary>One per series.</summary>
    public required IReadOnlyList<CounterfactualSeries> Results { get; init; }

    /// <summary>What to know of them.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
