using System.Text.Json.Nodes;

namespace Tollama.Models.Baseline.Methods;

/// <summary>Which method was chosen for a series, and why.</summary>
/// <param name="Model">The method.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Errors">Mean absolute error of each candidate on held-out windows, in the caller's unit.</param>
internal sealed record MethodSelection(
    string Model, string Reason, IReadOnlyList<KeyValuePair<string, double>> Errors)
{
    /// <summary>The object of <c>usage.selections</c>.</summary>
    public JsonObject ToJson()
    {
        var errors = new JsonObject();
        foreach (var (name, error) in Errors)
        {
            errors[name] = double.IsFinite(error) ? error : null;
        }

        return new JsonObject { ["model"] = Model, ["reason"] = Reason, ["mean_absolute_errors"] = errors };
    }
}
