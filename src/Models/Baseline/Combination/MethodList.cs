using System.Text.Json;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Combination;

/// <summary>An option that names other methods of the family.</summary>
internal static class MethodList
{
    /// <summary>The named methods' lines in the table, or those of the default names.</summary>
    /// <exception cref="TollamaException">BadRequest: no list of names of methods that can be combined.</exception>
    public static IReadOnlyList<MethodCard> Read(ForecastOptions options, string option, IReadOnlyList<string> defaults)
    {
        if (!options.TryGet(option, out var value))
        {
            return [.. defaults.Select(name => Find(option, name))];
        }

        bool isList = value.ValueKind == JsonValueKind.Array
            && value.GetArrayLength() > 0
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String);
        return isList
            ? [.. value.EnumerateArray().Select(item => Find(option, item.GetString() ?? "")).Distinct()]
            : throw new TollamaException(
                ErrorCode.BadRequest,
                $"Option '{option}' must be a list of method names, such as [\"theta\", \"auto-ets\"].");
    }

    private static MethodCard Find(string option, string name) =>
        BaselineMethods.Find(name) is { } card && card.Name is not ("ensemble" or "auto")
            ? card
            : throw new TollamaException(
                ErrorCode.BadRequest,
                $"Option '{option}' names '{name}', which is no method that can be combined; "
                + "'tollama list --all' shows the methods.");
}
