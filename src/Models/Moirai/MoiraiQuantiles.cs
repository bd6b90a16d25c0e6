using System.Collections.Immutable;

namespace Tollama.Models.Moirai;

/// <summary>
/// Any level from the head's levels, as GluonTS' <c>QuantileForecast</c> gives it: the row itself at a level, linear
/// between levels, logarithmic beyond the outer two (models/moirai-2 §6.1). Rows are taken as they are, crossing or
/// not.
/// </summary>
internal static class MoiraiQuantiles
{
    private const double Tail = 1e-8;

    /// <summary>The quantile of a level at every step.</summary>
    /// <param name="levels">Levels of the rows, ascending.</param>
    /// <param name="rows">One row per level, each <c>(horizon)</c>.</param>
    /// <param name="level">Level in (0, 1).</param>
    /// <param name="column">Takes it, <c>(horizon)</c>.</param>
    public static void Read(
        ImmutableArray<double> levels,
        IReadOnlyList<double[]> rows,
        double level,
        Span<double> column)
    {
        int exact = levels.Length == 1 ? 0 : levels.IndexOf(level);
        if (exact >= 0)
        {
            rows[exact].CopyTo(column);
            return;
        }

        int last = levels.Length - 1;
        double left = Math.Max(levels[0], Math.Min(levels[1], 0.1));
        double right = Math.Min(levels[last], Math.Max(levels[last - 1], 0.9));
        if (level <= left)
        {
            double slope = 1 / Log(levels[1], levels[0]);
            Combine(rows[1], rows[0], slope * Log(level, levels[1]), column);
            return;
        }

        if (level >= right)
        {
            double slope = 1 / Log(1 - levels[last - 1], 1 - levels[last]);
            Combine(rows[last - 1], rows[last], -slope * Log(1 - levels[last - 1], 1 - level), column);
            return;
        }

        int above = 1;
        while (levels[above] < level)
        {
            above++;
        }

        double share = (level - levels[above - 1]) / (levels[above] - levels[above - 1]);
        Combine(rows[above - 1], rows[above], -share, column);
    }

    /// <summary><c>base + (base − other)·factor</c> at every step.</summary>
    private static void Combine(double[] from, double[] other, double factor, Span<double> column)
    {
        for (int i = 0; i < column.Length; i++)
        {
            column[i] = from[i] + ((from[i] - other[i]) * factor);
        }
    }

    private static double Log(double numerator, double denominator) =>
        Math.Log(((numerator + Tail) / (denominator + Tail)) + Tail);
}
