using System.Globalization;

namespace Tollama.Core.Reconciliation;

/// <summary>Tells where forecasts of a hierarchy do not add up.</summary>
public static class Coherence
{
    private const double Tolerance = 1e-6;

    /// <summary>One sentence a parent whose children do not add up to it; empty when all do.</summary>
    /// <param name="children">Parent → direct children.</param>
    /// <param name="forecasts">Forecasts by series.</param>
    public static IReadOnlyList<string> FindViolations(
        IReadOnlyDictionary<string, IReadOnlyList<string>> children, IReadOnlyDictionary<string, double[]> forecasts) =>
        [.. children.Select(pair => Check(pair.Key, pair.Value, forecasts)).OfType<string>()];

    private static string? Check(
        string parent,
        IReadOnlyList<string> children,
        IReadOnlyDictionary<string, double[]> forecasts)
    {
        if (!forecasts.TryGetValue(parent, out double[]? total))
        {
            return $"Series '{parent}' has no forecast.";
        }

        string[] missing = [.. children.Where(id => !forecasts.ContainsKey(id))];
        if (missing.Length > 0)
        {
            return $"Children of '{parent}' have no forecast: {string.Join(", ", missing.Select(id => $"'{id}'"))}.";
        }

        string? other = children.FirstOrDefault(id => forecasts[id].Length != total.Length);
        if (other is not null)
        {
            return $"'{parent}' has {total.Length} steps, its child '{other}' {forecasts[other].Length}.";
        }

        double[] gaps = [.. total.Select((value, t) => Math.Abs(value - children.Sum(id => forecasts[id][t])))];
        int[] steps = [.. Enumerable.Range(0, gaps.Length).Where(t => gaps[t] > Tolerance)];
        return steps.Length == 0
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"'{parent}' differs from the sum of its children at steps {string.Join(", ", steps)}, by up to "
                    + $"{gaps.Max():G6}."
            );
    }
}
