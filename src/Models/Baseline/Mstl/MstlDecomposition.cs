using System.Numerics.Tensors;
using Tollama.Models.Baseline.Decomposition;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Mstl;

/// <summary>
/// Several seasons at once: STL for one season after another, each on what the others leave.
/// Source: Bandara, Hyndman, Bergmeir, MSTL: a seasonal-trend decomposition algorithm for time series with multiple
/// seasonal patterns, arXiv 2107.13462 (2021), algorithm 1.
/// </summary>
internal static class MstlDecomposition
{
    private const int FirstWindow = 11;
    private const int WindowStep = 4;

    /// <summary>The seasonal components, <c>(seasons, n)</c>, in the order of the seasons.</summary>
    /// <param name="y">More than two of the longest season.</param>
    /// <param name="seasons">Season lengths, ascending.</param>
    /// <param name="budget">Cancels the work; its deadline leaves out what would only refine the components.</param>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public static double[][] Seasons(ReadOnlySpan<double> y, IReadOnlyList<int> seasons, FitBudget budget)
    {
        double[][] components = [.. seasons.Select(_ => Array.Empty<double>())];
        double[] rest = y.ToArray();
        int rounds = seasons.Count == 1 ? 1 : 2;
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < components.Length; i++)
            {
                if (!budget.Look() && round > 0)
                {
                    return components; // those of the first round, the best there are in the time
                }

                if (components[i].Length > 0)
                {
                    TensorPrimitives.Add(rest, components[i], rest);
                }

                (components[i], _) = Stl.Decompose(
                    rest, StlSettings.Thorough(seasons[i], FirstWindow + WindowStep * i), budget);
                TensorPrimitives.Subtract(rest, components[i], rest);
            }
        }

        return components;
    }
}
