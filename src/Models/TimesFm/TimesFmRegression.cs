using Tollama.Core.Errors;

namespace Tollama.Models.TimesFm;

/// <summary>
/// Forecasting with covariates around the decoder, in both official modes (models/timesfm-2.5 §6.3–§6.4; reference
/// <c>forecast_with_covariates</c>).
/// </summary>
internal sealed class TimesFmRegression(TimesFmConfig config, TimesFmDecoder decoder)
{
    private const double SmallestDeviation = 1e-6;

    /// <summary>Regress the target first, then forecast what the regression leaves over.</summary>
    public const string RegressionFirst = "xreg + timesfm";

    /// <summary>Forecast first, then regress what the in-sample forecast leaves over.</summary>
    public const string ForecastFirst = "timesfm + xreg";

    /// <summary>
    /// Forecasts every series with its covariates; result per series is <c>(channels, horizon)</c> by channel.
    /// </summary>
    /// <param name="series">Observations, already cut to the context.</param>
    /// <param name="covariates">At least one covariate over the same series.</param>
    /// <param name="plan">Mode, penalty, horizon and options.</param>
    /// <param name="cancellation">Stops between engine calls.</param>
    /// <exception cref="TollamaException">
    /// BadRequest: unknown mode, or a series too short for the second mode.
    /// </exception>
    public IReadOnlyList<double[][]> Forecast(
        IReadOnlyList<double[]> series,
        TimesFmCovariates covariates,
        TimesFmPlan plan,
        CancellationToken cancellation) =>
        plan.Mode switch
        {
            RegressionFirst => RegressThenForecast(series, covariates, plan, cancellation),
            ForecastFirst => ForecastThenRegress(series, covariates, plan, cancellation),
            _ => throw new TollamaException(
                ErrorCode.BadRequest,
                $"xreg_mode is '{plan.Mode}'; it must be '{RegressionFirst}' or '{ForecastFirst}'."),
        };

    private double[][][] RegressThenForecast(
        IReadOnlyList<double[]> series, TimesFmCovariates covariates, TimesFmPlan plan, CancellationToken cancellation)
    {
        var targets = series.Select(NormalizedTarget.Of).ToArray();
        var (fitted, future) = Fit(targets, series, covariates, plan);
        int offset = 0;
        var windows = new TimesFmWindow[series.Count];
        for (int i = 0; i < series.Count; i++)
        {
            double[] residual = targets[i].Values.Select((value, t) => value - fitted[offset + t]).ToArray();
            offset += residual.Length;
            windows[i] = Window(residual, plan.Settings);
        }

        var forecasts = decoder.Forecast(windows, plan.Horizon, plan.Settings, cancellation);
        return Combine(forecasts, (i, step, value) =>
            ((value + future[(i * plan.Horizon) + step]) * targets[i].Deviation) + targets[i].Mean);
    }

    private double[][][] ForecastThenRegress(
        IReadOnlyList<double[]> series, TimesFmCovariates covariates, TimesFmPlan plan, CancellationToken cancellation)
    {
        if (series.FirstOrDefault(values => values.Length <= config.Patch) is { } tooShort)
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"A series has {tooShort.Length} points; mode '{ForecastFirst}' needs more than {config.Patch} for its "
                + $"covariate regression. Use '{RegressionFirst}' or drop the covariates.");
        }

        var windows = series.Select(values => Window(values, plan.Settings)).ToArray();
        var settings = plan.Settings with { ReturnBackcast = true };
        var forecasts = decoder.Forecast(windows, plan.Horizon, settings, cancellation);
        var targets = new NormalizedTarget[series.Count];
        for (int i = 0; i < series.Count; i++)
        {
            double[] backcast = forecasts[i].BackcastMedian();
            int rows = series[i].Length - config.Patch;
            targets[i] = NormalizedTarget.Of(
                [.. Enumerable.Range(0, rows).Select(t => series[i][^(rows - t)] - backcast[^(rows - t)])]);
        }

        var (_, future) = Fit(targets, series, covariates, plan);
        return Combine(forecasts, (i, step, value) =>
            value + (future[(i * plan.Horizon) + step] * targets[i].Deviation) + targets[i].Mean);
    }

    private TimesFmWindow Window(double[] values, TimesFmSettings settings) =>
        TimesFmWindow.Create(values, config.RoundContext(settings.MaxContext), settings.NormalizeInputs);

    /// <summary>Pools the rows of all series: the last rows of each window are those that its target covers.</summary>
    private static (double[] Context, double[] Future) Fit(
        NormalizedTarget[] targets, IReadOnlyList<double[]> series, TimesFmCovariates covariates, TimesFmPlan plan)
    {
        var context = covariates
            .Columns.Select(column =>
                Pool(column, (values, i) => values[(series[i].Length - targets[i].Values.Length)..series[i].Length]))
            .ToArray();
        var future = covariates
            .Columns.Select(column => Pool(column, (values, i) => values[series[i].Length..]))
            .ToArray();
        double[] target = [.. targets.SelectMany(each => each.Values)];
        return CovariateRegression.Fit(context, future, target, plan.Ridge);
    }

    private static double[] Pool(IReadOnlyList<double[]> column, Func<double[], int, double[]> rows) =>
        [.. column.SelectMany((values, i) => rows(values, i))];

    private double[][][] Combine(IReadOnlyList<TimesFmForecast> forecasts, Func<int, int, double, double> combine) =>
        [.. forecasts.Select((forecast, i) => Enumerable.Range(0, config.Channels)
            .Select(channel => forecast.Channel(channel).Select((value, step) => combine(i, step, value)).ToArray())
            .ToArray())];

    /// <summary>A target z-scored with its own population deviation (§6.3).</summary>
    private sealed record NormalizedTarget(double[] Values, double Mean, double Deviation)
    {
        public static NormalizedTarget Of(double[] values)
        {
            var (mean, deviation) = CovariateRegression.Moments(values);
            double divisor = deviation <= SmallestDeviation ? 1 : deviation;
            return new NormalizedTarget(Array.ConvertAll(values, value => (value - mean) / divisor), mean, divisor);
        }
    }
}
