using System.Numerics.Tensors;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Models.Baseline.Intervals;

namespace Tollama.Models.Baseline.Methods;

/// <summary>One series through one method: into the family's unit, forecast, intervals, and back.</summary>
internal static class SeriesRun
{
    /// <summary>Powers of two up to this, and their inverses, are exact however they are multiplied with.</summary>
    private const int LargestExponent = 1020;

    /// <summary>Forecasts a series that is long enough; the answer is in the caller's unit.</summary>
    /// <exception cref="TollamaException">BadRequest: the series is impossible for the method.</exception>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public static Prediction Forecast(MethodPlan plan, ForecastRequest request, SeriesInput series, FitBudget budget)
    {
        double scale = Unit(series.Target.Span);
        var regressors = plan.Card.TakesRegressors ? RegressorsOf(plan, series) : [];
        var task = new SeriesTask
        {
            SeriesId = series.Id,
            Method = plan.Card.Name,
            History = Divide(series.Target.Values, scale),
            Horizon = request.Horizon,
            Season = plan.Season(series),
            WithIntervals = request.Quantiles.Count > 0,
            Levels = request.Quantiles,
            Seed = plan.Seed,
            Budget = budget,
            Scale = scale,
            Regressors = regressors,
            MustRegress = request.Parameters.IsStrict && regressors.Count > 0,
            At = plan.At,
        };
        return InCallersUnit(WithQuantiles(plan.Method, task, plan.Intervals), task);
    }

    /// <summary>The method's prediction with the requested quantile rows, in the task's unit.</summary>
    public static Prediction WithQuantiles(IForecastMethod method, SeriesTask task, IntervalOptions intervals)
    {
        if (task.Levels.Count == 0)
        {
            return method.Forecast(task);
        }

        bool isNative = intervals.AreOf(method);
        bool isConstant = task.Count > 1 && ConstantSeries.Is(task.Y); // one observation tells nothing of errors
        var prediction = method.Forecast(task with { WithIntervals = isNative });
        var chosen = prediction.Chosen ?? method;
        double[][] rows;
        if (!isNative && isConstant && prediction.Mean.AsSpan().IndexOfAnyExcept(task.Y[0]) < 0)
        {
            rows = [.. task.Levels.Select(_ => prediction.Mean.ToArray())]; // it was never wrong, however short it is
        }
        else if (intervals.Method == IntervalMethod.Calibrated)
        {
            rows = CalibratedIntervals.Rows(Frozen(chosen, prediction), task, prediction.Mean, intervals.Windows);
        }
        else if (!isNative)
        {
            // Windows too short for the method that was chosen choose for themselves.
            var windowed = ConformalIntervals.LeaveEnoughFor(chosen, task) ? chosen : method;
            rows = ConformalIntervals.Rows(windowed, task, prediction.Mean, intervals);
        }
        else if (prediction.Deviations is { } deviations)
        {
            rows = GaussianQuantiles.Rows(prediction.Mean, deviations, task.Levels);
        }
        else
        {
            rows = prediction.QuantileRows
                ?? throw new InvalidOperationException($"Method '{task.Method}' gave no intervals of its own.");
        }

        QuantileOrder.Sort(rows);
        return prediction with
        {
            QuantileRows = rows,
            Warnings = [.. prediction.Warnings, .. Warnings(chosen, task, intervals)],
        };
    }

    /// <summary>Where the intervals that the caller named are not those that a method without theory has.</summary>
    private static string[] Warnings(IForecastMethod method, SeriesTask task, IntervalOptions intervals) =>
        intervals.NamedMethod == IntervalMethod.Native && !method.HasIntervals
        ? [$"Series '{task.SeriesId}', method '{task.Method}': option 'intervals' names the method 'native', and the "
            + "forecast is from a method without intervals of its own; they are conformal-distribution ones."]
        : [];

    /// <summary>What forecasts from earlier origins, without a search where the method has parameters.</summary>
    private static CalibrationModel Frozen(IForecastMethod method, Prediction prediction)
    {
        int free = prediction.Fit is { } fit ? fit.Parameters.Count + (fit.InitialStates?.Count ?? 0) : 0;
        return new CalibrationModel(prediction.Frozen ?? method, free);
    }

    /// <summary>The power of two just below mean|y|; 1 for a series of zeros.</summary>
    private static double Unit(ReadOnlySpan<double> y)
    {
        double largest = Math.Abs(TensorPrimitives.MaxMagnitude(y));
        if (largest == 0.0)
        {
            return 1.0;
        }

        // The sum of magnitudes near the largest number would overflow: take them relative to the largest.
        int exponent = Math.Max(Math.ILogB(largest), -LargestExponent);
        double inverse = Math.ScaleB(1.0, -exponent);
        double sum = 0.0;
        foreach (double value in y)
        {
            sum += Math.Abs(value * inverse);
        }

        exponent += Math.ILogB(sum / y.Length);
        return Math.ScaleB(1.0, Math.Clamp(exponent, -LargestExponent, LargestExponent));
    }

    private static ReadOnlyMemory<double> Divide(ReadOnlyMemory<double> y, double scale)
    {
        if (scale == 1.0)
        {
            return y;
        }

        double[] scaled = new double[y.Length];
        TensorPrimitives.Multiply(y.Span, 1.0 / scale, scaled);
        return scaled;
    }

    private static List<Regressor> RegressorsOf(MethodPlan plan, SeriesInput series)
    {
        var regressors = new List<Regressor>();
        foreach (var future in series.FutureCovariates)
        {
            var past = series.PastCovariates.First(c => string.Equals(c.Name, future.Name, StringComparison.Ordinal));
            if (past.Numbers is { } before && future.Numbers is { } after)
            {
                plan.CheckName(future.Name, series);
                regressors.Add(Regressor.Of(future.Name, before.Values, after.Values));
            }
        }

        return regressors;
    }

    /// <summary>
    /// The prediction multiplied by the unit. Numbers may leave the range on the way (then some are infinite, and what
    /// was computed from those may be none); a NaN from finite numbers alone is a fault of the method.
    /// </summary>
    private static Prediction InCallersUnit(Prediction prediction, SeriesTask task)
    {
        double[][] rows = [prediction.Mean, .. prediction.QuantileRows ?? []];
        foreach (double[] row in rows)
        {
            TensorPrimitives.Multiply(row, task.Scale, row);
        }

        if (Array.TrueForAll(rows, row => TensorPrimitives.IsFiniteAll<double>(row)))
        {
            return prediction;
        }

        throw Array.Exists(rows, row => TensorPrimitives.IsInfinityAny<double>(row))
            ? task.Refusal("its forecast leaves the range of numbers (1.8e308). Give the values in a larger unit.")
            : new TollamaException(
                ErrorCode.ForecastFailed,
                $"Series '{task.SeriesId}', method '{task.Method}': the forecast is not a number, which no history may "
                + "lead to. Choose another method for this series, and report the request.");
    }
}
