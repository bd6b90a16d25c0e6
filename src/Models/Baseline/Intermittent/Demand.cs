using Tollama.Core.Errors;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Intermittent;

/// <summary>A series of demands among zeros, as Croston (1972) sees it: how much, and how long apart.</summary>
/// <param name="Sizes">Demands z in order.</param>
/// <param name="Gaps">Steps v from one demand to the next, the first counted from before the start.</param>
internal readonly record struct Demand(double[] Sizes, double[] Gaps)
{
    /// <summary>Whether there is no demand at all.</summary>
    public bool IsEmpty => Sizes.Length == 0;

    /// <summary>Mean gap, rounded, half to even.</summary>
    public int RoundedMeanGap => (int)Math.Round(Gaps.Average(), MidpointRounding.ToEven);

    /// <summary>Splits a series.</summary>
    /// <exception cref="TollamaException">BadRequest: a value is negative.</exception>
    public static Demand Of(SeriesTask task)
    {
        var sizes = new List<double>();
        var gaps = new List<double>();
        int last = -1;
        var y = task.Y;
        for (int t = 0; t < y.Length; t++)
        {
            if (y[t] < 0.0)
            {
                throw task.Refusal(FormattableString.Invariant(
                    $"demand cannot be negative and value {t + 1} is {y[t] * task.Scale}; choose another method."));
            }

            if (y[t] > 0.0)
            {
                sizes.Add(y[t]);
                gaps.Add(t - last);
                last = t;
            }
        }

        return new Demand([.. sizes], [.. gaps]);
    }
}
