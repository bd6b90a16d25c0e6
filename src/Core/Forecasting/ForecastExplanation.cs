using System.Globalization;

namespace Tollama.Core.Forecasting;

/// <summary>
/// Says in words what a forecast shows (contract/http-api §10). Clients read the words in quotes there; they stay.
/// </summary>
public static class ForecastExplanation
{
    /// <summary>Explains every forecast whose series is in the request; null when there is none.</summary>
    public static IReadOnlyList<SeriesExplanation>? Explain(
        IReadOnlyList<SeriesInput> series, IReadOnlyList<SeriesForecast> forecasts)
    {
        var explanations = new List<SeriesExplanation>(forecasts.Count);
        for (int i = 0; i < forecasts.Count; i++)
        {
            var matching = FindSeries(series, forecasts, i);
            if (matching is not null)
            {
                explanations.Add(Explain(forecasts[i], matching.Target.Span));
            }
        }

        return explanations.Count == 0 ? null : explanations;
    }

    /// <summary>
    /// The series that a forecast belongs to: the one at its place, else the last of that id; null when there is none.
    /// </summary>
    public static SeriesInput? FindSeries(
        IReadOnlyList<SeriesInput> series, IReadOnlyList<SeriesForecast> forecasts, int index) =>
        index < series.Count && series[index].Id == forecasts[index].Id
            ? series[index]
            : series.LastOrDefault(item => item.Id == forecasts[index].Id);

    /// <summary>Explains one forecast.</summary>
    /// <param name="forecast">The forecast, at least one step.</param>
    /// <param name="history">The observations, at least one.</param>
    public static SeriesExplanation Explain(SeriesForecast forecast, ReadOnlySpan<double> history)
    {
        string direction = Direction(forecast.Mean.Span);
        return new SeriesExplanation
        {
            Id = forecast.Id,
            TrendDirection = direction,
            ConfidenceAssessment = Confidence(forecast),
            HistoricalComparison = Compare(Mean(history), Mean(forecast.Mean.Span)),
            NotablePatterns = Patterns(forecast, history, direction),
        };
    }

    /// <summary>
    /// Width of the interval between the outermost quantiles against the size of the forecast; null with fewer than two
    /// quantiles.
    /// </summary>
    public static double? SpreadRatio(SeriesForecast forecast)
    {
        if (forecast.Quantiles is not { Levels.Count: >= 2 } quantiles)
        {
            return null;
        }

        double size = 0;
        foreach (double value in forecast.Mean.Span)
        {
            size += Math.Abs(value);
        }

        size /= forecast.Mean.Count;
        return AccuracyMetrics.Mae(quantiles.Rows[^1].Span, quantiles.Rows[0].Span) / (size == 0 ? 1 : size);
    }

    private static string Direction(ReadOnlySpan<double> mean)
    {
        double change = mean[^1] - mean[0];
        double tolerance = Math.Max(0.01 * Math.Abs(mean[0]), 1e-6);
        if (Math.Abs(change) <= tolerance)
        {
            return "flat";
        }

        return change > 0 ? "up" : "down";
    }

    private static string Confidence(SeriesForecast forecast)
    {
        if (SpreadRatio(forecast) is not { } ratio)
        {
            return "unavailable: fewer than two quantiles";
        }

        string level = ratio switch
        {
            < 0.2 => "high",
            < 0.5 => "moderate",
            _ => "low",
        };
        return string.Create(
            CultureInfo.InvariantCulture, $"{level} confidence: the interval spans {100 * ratio:F1}% of the forecast");
    }

    private static string Compare(double history, double forecast)
    {
        if (history == 0)
        {
            string position = forecast switch
            {
                > 0 => "above",
                < 0 => "below",
                _ => "aligned with",
            };
            return $"the forecast mean is {position} the history mean, which is zero";
        }

        double percent = (forecast - history) / Math.Abs(history) * 100;
        string side = percent > 0 ? "above" : "below";
        return Math.Abs(percent) < 2
            ? "the forecast mean is close to the history mean"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the forecast mean is {Math.Abs(percent).ToString("F1", CultureInfo.InvariantCulture)}% {side} the "
                    + $"history mean"
            );
    }

    private static List<string> Patterns(SeriesForecast forecast, ReadOnlySpan<double> history, string direction)
    {
        var mean = forecast.Mean.Span;
        var patterns = new List<string>
        {
            direction switch
            {
                "up" => "upward direction",
                "down" => "downward direction",
                _ => "flat direction",
            },
        };
        if (mean.Length >= 2 && IsMonotonic(mean, 1))
        {
            patterns.Add("monotonic increasing");
        }
        else if (mean.Length >= 2 && IsMonotonic(mean, -1))
        {
            patterns.Add("monotonic decreasing");
        }

        if (!HasNegative(history) && HasNegative(mean))
        {
            patterns.Add("crosses below zero, where the history never was");
        }

        if (SpreadPattern(forecast) is { } spread)
        {
            patterns.Add(spread);
        }

        return patterns;
    }

    private static string? SpreadPattern(SeriesForecast forecast)
    {
        if (forecast.Quantiles is not { Levels.Count: >= 2 } quantiles)
        {
            return null;
        }

        double first = Math.Abs(quantiles.Rows[^1].Span[0] - quantiles.Rows[0].Span[0]);
        double last = Math.Abs(quantiles.Rows[^1].Span[^1] - quantiles.Rows[0].Span[^1]);
        if (first > 0 && last > 1.2 * first)
        {
            return "uncertainty widens over the horizon";
        }

        return first > 0 && last < 0.8 * first ? "uncertainty narrows over the horizon" : null;
    }

    private static bool IsMonotonic(ReadOnlySpan<double> values, int sign)
    {
        for (int i = 1; i < values.Length; i++)
        {
            if (sign * (values[i] - values[i - 1]) < 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasNegative(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (value < 0)
            {
                return true;
            }
        }

        return false;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
