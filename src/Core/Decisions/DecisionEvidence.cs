using System.Text.Json.Nodes;
using Tollama.Core.Trust;

namespace Tollama.Core.Decisions;

/// <summary>
/// What is known around a decision: free-form documents of other tools, each of which may be missing.
/// </summary>
public sealed record DecisionEvidence
{
    /// <summary>The forecast that the decision rests on.</summary>
    public required JsonObject Forecast { get; init; }

    /// <summary>Evaluation of the models (<c>model_results</c>, <c>cv_config</c>, …).</summary>
    public JsonObject? Evaluation { get; init; }

    /// <summary>Settings of the decision policy.</summary>
    public JsonObject? Policy { get; init; }

    /// <summary>The series, for its decomposition.</summary>
    public ReadOnlyMemory<double>? Series { get; init; }

    /// <summary>Whether the decomposition is wanted.</summary>
    public bool WantsDecomposition { get; init; } = true;

    /// <summary>Whether the weight of past points is wanted.</summary>
    public bool WantsAttribution { get; init; }

    /// <summary>The trust in the signal; null when nobody judged it.</summary>
    public TrustResult? Trust { get; init; }
}
