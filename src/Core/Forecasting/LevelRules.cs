using System.Globalization;

namespace Tollama.Core.Forecasting;

/// <summary>Rules over a list of quantile levels, each already within (0, 1).</summary>
public static class LevelRules
{
    /// <summary>The first rule that the levels break as one sentence, or null when all is well.</summary>
    public static string? FindProblem(IReadOnlyList<double> levels)
    {
        for (int i = 0; i < levels.Count; i++)
        {
            if (i > 0 && levels[i] <= levels[i - 1])
            {
                return Say($"quantiles must be ascending and unique; {levels[i]} follows {levels[i - 1]}");
            }

            if (!QuantileKey.IsUsable(levels[i]))
            {
                return Say($"quantile {levels[i]} rounds to {QuantileKey.Format(levels[i])} at six digits");
            }

            if (i > 0 && QuantileKey.Format(levels[i]) == QuantileKey.Format(levels[i - 1]))
            {
                return Say($"quantiles {levels[i - 1]} and {levels[i]} are the same at six digits");
            }
        }

        return null;
    }

    private static string Say(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
