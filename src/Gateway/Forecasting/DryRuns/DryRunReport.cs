using System.Text.Json.Nodes;

namespace Tollama.Gateway.Forecasting.DryRuns;

/// <summary>What a forecast would meet (contract/http-api §12.8).</summary>
/// <param name="Errors">Why it would be refused; empty when it would run.</param>
/// <param name="Warnings">What would be left out.</param>
/// <param name="Suggestions">What to do instead.</param>
internal sealed record DryRunReport(
    IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings, IReadOnlyList<string> Suggestions)
{
    /// <summary>A request that breaks the schema.</summary>
    public static DryRunReport Invalid(IEnumerable<string> errors) => new([.. errors], [], []);

    /// <summary><c>{valid, errors, warnings, suggestions}</c>.</summary>
    public JsonObject ToJson() => new()
    {
        ["valid"] = Errors.Count == 0,
        ["errors"] = List(Errors),
        ["warnings"] = List(Warnings),
        ["suggestions"] = List(Suggestions),
    };

    private static JsonArray List(IReadOnlyList<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
