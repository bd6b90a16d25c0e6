using Tollama.Core.Forecasting;
using Tollama.Core.Recommendation;

namespace Tollama.Client.Results;

/// <summary>The answer of an automatic choice (contract/http-api §14).</summary>
public sealed record AutoForecastResult
{
    /// <summary>The strategy that was followed.</summary>
    public required string Strategy { get; init; }

    /// <summary>The model that answered; the first one of an ensemble.</summary>
    public required string ChosenModel { get; init; }

    /// <summary>The model, or the members of the ensemble.</summary>
    public required IReadOnlyList<string> SelectedModels { get; init; }

    /// <summary>The models in the order in which they would be taken.</summary>
    public required IReadOnlyList<RankedModel> Candidates { get; init; }

    /// <summary>Why, at least one sentence.</summary>
    public required IReadOnlyList<string> Rationale { get; init; }

    /// <summary>Whether another model had to serve.</summary>
    public required bool FallbackUsed { get; init; }

    /// <summary>The forecast.</summary>
    public required ForecastResponse Response { get; init; }
}
