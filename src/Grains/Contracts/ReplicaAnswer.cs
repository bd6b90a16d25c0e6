using Tollama.Core.Forecasting;

namespace Tollama.Grains.Contracts;

/// <summary>A copy's answer to a forecast.</summary>
/// <param name="Refusal">Why it does not compute it; the forecast may go elsewhere.</param>
/// <param name="Result">The forecast; null when refused.</param>
/// <param name="Waited">How long it waited for the engine.</param>
/// <param name="Computed">How long its engine call took.</param>
/// <param name="Share">Its part of that call, which it may have had together with others.</param>
public sealed record ReplicaAnswer(
    LoadRefusal Refusal,
    ForecastResult? Result,
    TimeSpan Waited,
    TimeSpan Computed,
    TimeSpan Share)
{
    /// <summary>Not computed here.</summary>
    public static ReplicaAnswer NotServing { get; } = new(LoadRefusal.NotServing, null, default, default, default);
}
