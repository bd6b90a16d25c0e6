using System.Globalization;

namespace Tollama.Core.Forecasting;

/// <summary>Computes the metrics that a request asked for (contract/http-api §9).</summary>
public static class MetricsEvaluation
{
    /// <summary>Evaluates forecasts against the actuals of their request.</summary>
    /// <param name="request">The request as it was sent, actuals included.</param>
    /// <param name="forecasts">The answer's forecasts.</param>
    /// <param name="warnings">Receives one text per metric that is undefined for a series.</param>
    /// <returns>The metrics; null when none was asked for or none is defined.</returns>
    public static ForecastMetrics? Evaluate(
        ForecastRequest request, IReadOnlyList<SeriesForecast> forecasts, ICollection<string> warnings)
    {
        if (request.Parameters.Metrics is not { } asked)
        {
            return null;
        }

        var series = new List<SeriesMetrics>(request.Series.Count);
        for (int i = 0; i < request.Series.Count; i++)
        {
            var values = EvaluateSeries(request.Series[i], Match(request.Series[i], i, forecasts), asked, warnings);
            if (values.Count > 0)
            {
                series.Add(new SeriesMetrics(request.Series[i].Id, values));
            }
        }

        return series.Count == 0 ? null : new ForecastMetrics(Average(asked.Names, series), series);
    }

    /// <summary>By position, which also holds where ids repeat; by id should a model answer in another order.</summary>
    private static SeriesForecast? Match(SeriesInput series, int index, IReadOnlyList<SeriesForecast> forecasts) =>
        index < forecasts.Count && forecasts[index].Id == series.Id
            ? forecasts[index]
            : forecasts.LastOrDefault(forecast => forecast.Id == series.Id);

    private static List<MetricValue> Average(IReadOnlyList<string> names, List<SeriesMetrics> series)
    {
        var averages = new List<MetricValue>(names.Count);
        foreach (string name in names)
        {
            double[] values = [.. series.SelectMany(item => item.Values).Where(item => item.Name == name)
                .Select(item => item.Value)];
            if (values.Length > 0)
            {
                averages.Add(new MetricValue(name, values.Average()));
            }
        }

        return averages;
    }

    private static List<MetricValue> EvaluateSeries(
        SeriesInput series, SeriesForecast? forecast, MetricsParameters asked, ICollection<string> warnings)
    {
        var values = new List<MetricValue>(asked.Names.Count);
        if (forecast is null || series.Actuals is null)
        {
            warnings.Add($"metrics: series '{series.Id}' has no {(forecast is null ? "forecast" : "actuals")}");
            return values;
        }

        int length = Math.Min(series.Actuals.Count, forecast.Mean.Count);
        if (series.Actuals.Count != forecast.Mean.Count)
        {
            warnings.Add($"metrics: series '{series.Id}' has {series.Actuals.Count} actuals and {forecast.Mean.Count} "
                + $"forecast steps; the first {length} count");
        }

        foreach (string name in asked.Names)
        {
            double? value = Compute(name, series, forecast, length, asked.MaseSeasonality, warnings);
            if (value is { } defined && double.IsFinite(defined))
            {
                values.Add(new MetricValue(name, defined));
                continue;
            }

            string reason = value is null ? Reason(name, series, asked.MaseSeasonality) : "the result is not finite";
            warnings.Add($"metrics.{name} skipped for series '{series.Id}': {reason}");
        }

        return values;
    }

    private static double? Compute(
        string name, SeriesInput series, SeriesForecast forecast, int length, int season, ICollection<string> warnings)
    {
        var actuals = series.Actuals!.Span[..length]; // checked by the caller
        var mean = forecast.Mean.Span[..length];
        return name switch
        {
            "mape" => AccuracyMetrics.Mape(actuals, mean),
            "mase" => AccuracyMetrics.Mase(actuals, mean, series.Target.Span, season),
            "mae" => AccuracyMetrics.Mae(actuals, mean),
            "rmse" => Math.Sqrt(AccuracyMetrics.Mse(actuals, mean)),
            "smape" => AccuracyMetrics.Smape(actuals, mean),
            "wape" => AccuracyMetrics.Wape(actuals, mean),
            "rmsse" => AccuracyMetrics.Rmsse(actuals, mean, series.Target.Span, season),
            "pinball" => Pinball(series, forecast, length, warnings),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown metric."),
        };
    }

    private static double? Pinball(
        SeriesInput series, SeriesForecast forecast, int length, ICollection<string> warnings)
    {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < (forecast.Quantiles?.Levels.Count ?? 0); i++)
        {
            var row = forecast.Quantiles!.Rows[i];
            if (row.Count < length)
            {
                warnings.Add($"metrics.pinball ignores quantile {QuantileKey.Format(forecast.Quantiles.Levels[i])} of "
                    + $"series '{series.Id}': it has {row.Count} steps, not {length}");
                continue;
            }

            sum += AccuracyMetrics.PinballSum(
                series.Actuals!.Span[..length], row.Span[..length], QuantileKey.LevelOf(forecast.Quantiles.Levels[i]));
            count += length;
        }

        return count == 0 ? null : sum / count;
    }

    private static string Reason(string name, SeriesInput series, int season) => name switch
    {
        "mase" or "rmsse" when series.Target.Count <= season => string.Create(
            CultureInfo.InvariantCulture,
            $"{series.Target.Count} observations are too few for seasonality {season}"),
        "mase" or "rmsse" => string.Create(
            CultureInfo.InvariantCulture, $"the history never changes at seasonality {season}"),
        "mape" => "every actual is zero",
        "smape" => "every actual and every prediction is zero",
        "wape" => "the actuals sum to zero",
        _ => "the forecast has no usable quantiles; ask for some with 'quantiles'",
    };
}
