namespace Tollama.Core.Analysis;

/// <summary>Finds and classifies values outside the quartiles' fence (Tukey 1977; contract/http-api §13).</summary>
public static class AnomalySearch
{
    /// <summary>Fewest values for an answer.</summary>
    public const int MinimumLength = 4;

    /// <summary>The anomalies in order; none with fewer than four values or without spread.</summary>
    /// <param name="values">The series in the order in which it was sent.</param>
    /// <param name="fence">Interquartile ranges beyond the quartiles.</param>
    public static IReadOnlyList<Anomaly> Find(ReadOnlySpan<double> values, double fence)
    {
        if (values.Length < MinimumLength)
        {
            return [];
        }

        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        double lowerQuartile = Statistics.Quantile(sorted, 0.25);
        double upperQuartile = Statistics.Quantile(sorted, 0.75);
        double range = upperQuartile - lowerQuartile;
        if (range <= 0)
        {
            return [];
        }

        double lower = lowerQuartile - (fence * range);
        double upper = upperQuartile + (fence * range);
        var outside = new bool[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            outside[i] = values[i] < lower || values[i] > upper;
        }

        var anomalies = new List<Anomaly>();
        for (int i = 0; i < values.Length; i++)
        {
            if (outside[i])
            {
                double beyond = values[i] > upper ? values[i] - upper : lower - values[i];
                anomalies.Add(Describe(values, i, Classify(values, outside, i, upper, range), beyond / range));
            }
        }

        return anomalies;
    }

    private static string Classify(ReadOnlySpan<double> values, bool[] outside, int index, double upper, double range)
    {
        if ((index > 0 && outside[index - 1]) || (index + 1 < outside.Length && outside[index + 1]))
        {
            return "shift";
        }

        if (index > 0 && index + 1 < values.Length)
        {
            double before = values[index] - values[index - 1];
            double after = values[index + 1] - values[index];
            bool turns = before * after < 0;
            if (turns && Math.Max(Math.Abs(before), Math.Abs(after)) > range)
            {
                return "trend_break";
            }
        }

        return values[index] > upper ? "spike" : "dip";
    }

    private static Anomaly Describe(ReadOnlySpan<double> values, int index, string type, double distance) => new()
    {
        Index = index,
        Type = type,
        Severity = distance switch
        {
            >= 2 => "high",
            >= 1 => "medium",
            _ => "low",
        },
        Value = values[index],
        RangeStart = Math.Max(0, index - 1),
        RangeEnd = Math.Min(values.Length - 1, index + 1),
        SuggestedHandling = type switch
        {
            "shift" => "check whether the level changed for good; if so, forecast from the change on",
            "trend_break" => "check the value and its neighbours; smooth or mark it before forecasting",
            "spike" => "check whether the peak is real; cap it if it is not",
            _ => "check whether the low is real; fill it from its neighbours if it is not",
        },
    };
}
