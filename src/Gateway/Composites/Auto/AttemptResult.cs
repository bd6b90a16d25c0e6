using System.Diagnostics.CodeAnalysis;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;

namespace Tollama.Gateway.Composites.Auto;

/// <summary>How a model's attempt ended.</summary>
/// <param name="Model">The model.</param>
/// <param name="Response">Its forecast; null when it failed.</param>
/// <param name="Fault">Why it failed; null when it did not.</param>
internal sealed record AttemptResult(string Model, ForecastResponse? Response, TollamaException? Fault)
{
    /// <summary>Whether it failed.</summary>
    [MemberNotNullWhen(true, nameof(Fault))]
    [MemberNotNullWhen(false, nameof(Response))]
    public bool IsFailure => Fault is not null;

    /// <summary>The failure in a sentence; null when there is none.</summary>
    public string? Note => Fault is null ? null : $"model '{Model}' failed: {Fault.Message}";
}
