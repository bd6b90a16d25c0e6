using System.Globalization;

namespace Tollama.Core.Conformal;

/// <summary>
/// Prediction intervals from past errors alone, valid for exchangeable errors whatever their distribution (split
/// conformal prediction: Papadopoulos et al., "Inductive Confidence Machines for Regression", ECML 2002; Lei et al.,
/// JASA 2018, §2.2; scores scaled by the prediction: §5.2 there). Contract/http-api §18.10.
/// </summary>
public sealed class ConformalIntervals
{
    /// <summary>Keeps scaled scores finite where a prediction is zero.</summary>
    private const double Epsilon = 1e-8;

    private readonly bool _isAdaptive;
    private readonly double _coverage;

    private ConformalIntervals(double quantile, double coverage, bool isAdaptive) =>
        (Quantile, _coverage, _isAdaptive) = (quantile, coverage, isAdaptive);

    /// <summary>Half width of the intervals, in units of the score.</summary>
    public double Quantile { get; }

    /// <summary>Key of the lower end: two decimals of its level.</summary>
    public string LowerKey => TwoDecimals((1 - _coverage) / 2);

    /// <summary>Key of the upper end.</summary>
    public string UpperKey => TwoDecimals(1 - ((1 - _coverage) / 2));

    /// <summary>Calibrates on past predictions.</summary>
    /// <param name="actuals">Outcomes, at least one.</param>
    /// <param name="predictions">What was predicted for each.</param>
    /// <param name="coverage">Share of outcomes that intervals should hold, within (0, 1).</param>
    /// <param name="isAdaptive">Whether errors count relative to the size of the prediction.</param>
    public static ConformalIntervals Calibrate(
        ReadOnlySpan<double> actuals, ReadOnlySpan<double> predictions, double coverage, bool isAdaptive)
    {
        var scores = new double[actuals.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            double error = Math.Abs(actuals[i] - predictions[i]);
            scores[i] = isAdaptive ? error / (Math.Abs(predictions[i]) + Epsilon) : error;
        }

        Array.Sort(scores);
        double alpha = 1 - coverage;
        double level = Math.Min(Math.Ceiling((scores.Length + 1) * (1 - alpha)) / scores.Length, 1);
        return new ConformalIntervals(Interpolate(scores, level), coverage, isAdaptive);
    }

    /// <summary>Ends of the interval around a point forecast.</summary>
    public (double Lower, double Upper) Around(double mean)
    {
        double half = _isAdaptive ? Quantile * (Math.Abs(mean) + Epsilon) : Quantile;
        return (mean - half, mean + half);
    }

    /// <summary>Linear interpolation between order statistics (Hyndman and Fan 1996, type 7).</summary>
    private static double Interpolate(double[] sorted, double level)
    {
        double position = (sorted.Length - 1) * level;
        int below = (int)Math.Floor(position);
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (position - below));
    }

    /// <summary>Two decimals of the exact binary value, ties to even: as the original prints its keys.</summary>
    private static string TwoDecimals(double value)
    {
        string digits = value.ToString("F60", CultureInfo.InvariantCulture); // a double below 1 has no more that matter
        int hundredths = int.Parse(digits.AsSpan(2, 2), CultureInfo.InvariantCulture);
        var rest = digits.AsSpan(4);
        bool isTie = rest[0] == '5' && rest[1..].IndexOfAnyExcept('0') < 0;
        bool isUp = isTie ? hundredths % 2 != 0 : rest[0] >= '5';
        return ((hundredths + (isUp ? 1 : 0)) / 100m).ToString("0.00", CultureInfo.InvariantCulture);
    }
}
