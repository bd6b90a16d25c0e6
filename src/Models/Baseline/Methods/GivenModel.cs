using System.Text.Json;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;

namespace Tollama.Models.Baseline.Methods;

/// <summary><c>options.at</c>: a model to evaluate as given, without a search; values in the caller's unit.</summary>
/// <param name="Components">Which model of the method; null for the method's own.</param>
/// <param name="Parameters">Parameters by name.</param>
/// <param name="InitialStates">Initial states in the method's documented order; empty when not given.</param>
internal sealed record GivenModel(
    string? Components, IReadOnlyDictionary<string, double> Parameters, IReadOnlyList<double> InitialStates)
{
    private const string Shape =
        "Option 'at' must be an object {components: text, parameters: {name: number}, initial_states: [number]}";

    /// <summary>Reads the option; null when it is absent.</summary>
    /// <exception cref="TollamaException">BadRequest: another shape.</exception>
    public static GivenModel? Read(ForecastOptions options)
    {
        if (!options.TryGet("at", out var root))
        {
            return null;
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("it is " + root.GetRawText());
        }

        var nested = new ForecastOptions(root);
        var parameters = new Dictionary<string, double>(StringComparer.Ordinal);
        if (nested.TryGet("parameters", out var given))
        {
            foreach (var item in Of(given, JsonValueKind.Object, "'parameters' is no object").EnumerateObject())
            {
                parameters[item.Name] = Number(item.Value, item.Name);
            }
        }

        var states = new List<double>();
        if (nested.TryGet("initial_states", out var list))
        {
            foreach (var item in Of(list, JsonValueKind.Array, "'initial_states' is no list").EnumerateArray())
            {
                states.Add(Number(item, "initial_states"));
            }
        }

        return new GivenModel(nested.GetString("components"), parameters, states);
    }

    /// <summary>A parameter that the model cannot do without.</summary>
    /// <exception cref="TollamaException">BadRequest: it is missing or outside the bounds.</exception>
    public double Require(string name, double minimum, double maximum)
    {
        if (!Parameters.TryGetValue(name, out double value))
        {
            throw Wrong($"parameter '{name}' is missing");
        }

        return value >= minimum && value <= maximum
            ? value
            : throw Wrong(FormattableString.Invariant(
                $"parameter '{name}' is {value} and must lie between {minimum} and {maximum}"));
    }

    private static JsonElement Of(JsonElement value, JsonValueKind kind, string otherwise) =>
        value.ValueKind == kind ? value : throw Wrong(otherwise);

    private static double Number(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw Wrong($"'{name}' holds {value.GetRawText()}, which is no finite number");

    private static TollamaException Wrong(string reason) => new(ErrorCode.BadRequest, $"{Shape}; {reason}.");
}
