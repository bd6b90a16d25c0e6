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
    private static readonly string[] Keys = ["components", "parameters", "initial_states"];

    /// <summary>What a report says besides: an entry of usage.fits is a given model as it stands.</summary>
    private static readonly string[] Findings = ["log_likelihood", "aicc", "sigma2", "sse_after_third"];

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

        foreach (var member in root.EnumerateObject())
        {
            if (!Keys.Contains(member.Name) && !Findings.Contains(member.Name))
            {
                throw Wrong($"it holds '{member.Name}', which is none of these: leave it out");
            }
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
    /// <param name="name">Its name.</param>
    /// <param name="minimum">The lowest value.</param>
    /// <param name="maximum">The highest value.</param>
    /// <param name="hair">How far a value may lie outside, which rounding has taken there.</param>
    /// <exception cref="TollamaException">BadRequest: it is missing or outside the bounds.</exception>
    public double Require(string name, double minimum, double maximum, double hair = 0.0)
    {
        if (!Parameters.TryGetValue(name, out double value))
        {
            throw Wrong($"parameter '{name}' is missing");
        }

        string bounds = minimum == maximum
            ? FormattableString.Invariant($"be {minimum}")
            : FormattableString.Invariant($"lie between {minimum} and {maximum}");
        return value >= minimum - hair && value <= maximum + hair
            ? value
            : throw new TollamaException(ErrorCode.BadRequest, FormattableString.Invariant(
                $"Option 'at' gives parameter '{name}' as {value}; beside the others it must {bounds}. ")
                + "Give one that does, or leave 'at' out to search for it.");
    }

    /// <summary>Refuses parameters that the model does not have.</summary>
    /// <param name="model">What the model is called.</param>
    /// <param name="names">The parameters that it has.</param>
    /// <exception cref="TollamaException">BadRequest: names the first that is too many.</exception>
    public void CheckNames(string model, IReadOnlyCollection<string> names)
    {
        foreach (var (name, value) in Parameters)
        {
            if (!names.Contains(name))
            {
                string all = names.Count == 0 ? "it has none" : $"it has {string.Join(", ", names)}";
                throw new TollamaException(ErrorCode.BadRequest, FormattableString.Invariant(
                    $"Option 'at' gives parameter '{name}' as {value}, which {model} does not have: {all}. ")
                    + "Leave it out, or name other components.");
            }
        }
    }

    /// <summary>Refuses initial states of a model that has none to give.</summary>
    /// <param name="model">What the model is called.</param>
    /// <exception cref="TollamaException">BadRequest: there are some.</exception>
    public void CheckNoStates(string model)
    {
        if (InitialStates.Count > 0)
        {
            throw new TollamaException(ErrorCode.BadRequest, FormattableString.Invariant(
                $"Option 'at' gives {InitialStates.Count} initial_states, the first {InitialStates[0]}, and {model} ")
                + "takes its own from the history. Leave 'initial_states' out.");
        }
    }

    private static JsonElement Of(JsonElement value, JsonValueKind kind, string otherwise) =>
        value.ValueKind == kind ? value : throw Wrong(otherwise);

    private static double Number(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw Wrong($"'{name}' holds {value.GetRawText()}, which is no finite number");

    private static TollamaException Wrong(string reason) => new(ErrorCode.BadRequest, $"{Shape}; {reason}.");
}
