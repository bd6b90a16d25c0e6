using System.Text.Json.Nodes;

namespace Tollama.Models.Baseline.Methods;

/// <summary>An estimated model as <c>usage.fits</c> shows it, in the caller's unit.</summary>
internal sealed record FitReport
{
    /// <summary>
    /// Which model: <c>MAdM</c>, <c>ARIMA(1,1,0)(0,0,0)[4]</c>, <c>DOTM</c>; null for methods with one form.
    /// </summary>
    public string? Components { get; init; }

    /// <summary>Estimated parameters by name.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Parameters { get; init; } = [];

    /// <summary>Initial states in the method's documented order; null when it has none.</summary>
    public IReadOnlyList<double>? InitialStates { get; init; }

    /// <summary>Log-likelihood by the family's definition; null where none is defined.</summary>
    public double? LogLikelihood { get; init; }

    /// <summary>Corrected Akaike criterion; null where none is defined.</summary>
    public double? Aicc { get; init; }

    /// <summary>Variance of the errors; null where none is estimated.</summary>
    public double? Sigma2 { get; init; }

    /// <summary>Sum of squared errors after the third observation (theta); null elsewhere.</summary>
    public double? SseAfterThird { get; init; }

    /// <summary>The object of <c>usage.fits</c>; what is not finite (an unbounded likelihood) is null.</summary>
    public JsonObject ToJson()
    {
        var parameters = new JsonObject();
        foreach (var (name, value) in Parameters)
        {
            parameters[name] = Finite(value);
        }

        return new JsonObject
        {
            ["components"] = Components,
            ["parameters"] = parameters,
            ["initial_states"] = InitialStates is { } states ? new JsonArray([.. states.Select(x => Finite(x))]) : null,
            ["log_likelihood"] = Finite(LogLikelihood),
            ["aicc"] = Finite(Aicc),
            ["sigma2"] = Finite(Sigma2),
            ["sse_after_third"] = Finite(SseAfterThird),
        };
    }

    private static JsonValue? Finite(double? value) =>
        value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null;
}
