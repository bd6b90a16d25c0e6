using Tollama.Core.Decisions;
using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire.Requests;

/// <summary>Body of <c>POST /api/explain-decision</c> (contract/http-api §18.12), strict.</summary>
public sealed record ForecastDecisionBody
{
    /// <summary>The request of the forecast.</summary>
    public required ForecastRequest Request { get; init; }

    /// <summary>Its response.</summary>
    public required ForecastDocument Response { get; init; }

    /// <summary>How the model was chosen; null when the caller named it.</summary>
    public ModelChoice? Choice { get; init; }

    /// <summary>Signals from outside.</summary>
    public IReadOnlyList<SignalTrust> Signals { get; init; } = [];

    /// <summary>The decision policy; null for none.</summary>
    public ExecutionPolicy? Policy { get; init; }
}
