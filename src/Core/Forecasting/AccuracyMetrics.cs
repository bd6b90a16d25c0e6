namespace Tollama.Core.Forecasting;

/// <summary>
/// Accuracy metrics over one series (contract/http-api §9; Hyndman and Koehler 2006 for the scaled ones). Each is null
/// where its denominator vanishes. Actuals and predictions have one length.
/// </summary>
public static class AccuracyMetrics
{
    /// <summary>Mean absolute percentage error over the actuals that are not zero.</summary>
    public static double? Mape(ReadOnlySpan<double> actuals, ReadOnlySpan<double> predictions)
    {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < actuals.Length; i++)
        {
            if (actuals[i] != 0)
            {
                sum += Math.Abs((actuals[i] - predictions[i]) / actuals[i]);
                count++;
            }
        }

        return count == 0 ? null : 100 * sum / count;
    }

    /// <summary>Mean absolute error.</summary>
    public static double Mae(ReadOnlySpan<double> actuals, ReadOnlySpan<double> predictions)
    {
        double sum = 0;
        for (int i = 0; i < actuals.Length; i++)
        {
            sum += Math.Abs(actuals[i] - predictions[i]);
        }

        return sum / actuals.Length;
    }

    /// <summary>Mean squared error.</summary>
    public static double Mse(ReadOnlySpan<double> actuals, ReadOnlySpan<double> predictions)
    {
        double sum = 0;
        for (int i = 0; i < actuals.Length; i++)
        {
            double error = actuals[i] - predictions[i];
            sum += error * error;
        }

        return sum / actuals.Length;
    }

    /// <summary>Mean absolute error over the mean absolute seasonal difference of the history.</summary>
    public static double? Mase(
        ReadOnlySpan<double> actuals, ReadOnlySpan<double> predictions, ReadOnlySpan<double> history, int season)
    {
        if (history.Length <= season)
        {
            return null;
        }

        double scale = Mae(history[season..], history[..^season]);
        return scale == 0 ? null : Mae(actuals, predictions) / scale;
    }

    /// <summary>Root of the mean squared error over the mean squared seasonal difference of the history.</summary>
    public static double? Rmsse(
        ReadOnlySpan<double> actuals, ReadOnlySpan<double> predictions, ReadOnlySpan<double> history, int season)
    {
        if (history.Length <= season)
        {
            return null;
        }

        double scale = Mse(history[season..], history[..^season]);
        return scale == 0 ? null : Math.Sqrt(Mse(actuals, predictions) / scale);
    }

    /// <summary>Symmetric mean absolute percentage error over the steps where it is defined.</summary>
    public static double? Smape(ReadOnlySpan<double> actuals, ReadOnlySpan<double> predictions)
    {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < actuals.Length; i++)
        {
            double size = Math.Abs(actuals[i]) + Math.Abs(predictions[i]);
            if (size > 0)
            {
                sum += 200 * Math.Abs(actuals[i] - predictions[i]) / size;
                count++;
            }
        }

        return count == 0 ? null : sum / count;
    }

    /// <summary>Sum of absolute errors over the sum of absolute actuals, in percent.</summary>
    public static double? Wape(ReadOnlySpan<double> actuals, ReadOnlySpan<double> predictions)
    {
        double size = 0;
        foreach (double actual in actuals)
        {
            size += Math.Abs(actual);
        }

        return size == 0 ? null : 100 * Mae(actuals, predictions) * actuals.Length / size;
    }

    /// <summary>Sum of the quantile losses of one level.</summary>
    public static double PinballSum(ReadOnlySpan<double> actuals, ReadOnlySpan<double> forecasts, double level)
    {
        double sum = 0;
        for (int i = 0; i < actuals.Length; i++)
        {
            double error = actuals[i] - forecasts[i];
            sum += error >= 0 ? level * error : (level - 1) * error;
        }

        return sum;
    }
}
