using Tollama.Core.Forecasting;

namespace Tollama.Client.Results;

/// <summary>One part of a composite: a model of a comparison, a scenario of a what-if.</summary>
/// <param name="Name">The model or the scenario.</param>
/// <param name="Response">Its forecast; null when it failed.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record PartResult(string Name, ForecastResponse? Response, CallFailure? Error)
{
    /// <summary>Whether there is a forecast.</summary>
    public bool IsOk => Response is not null;
}
