namespace Tollama.Models.Baseline.Intervals;

/// <summary>Where prediction intervals come from.</summary>
internal enum IntervalMethod
{
    /// <summary>The method's own theory where it has one, <see cref="ConformalDistribution"/> otherwise.</summary>
    Native,

    /// <summary>Quantiles of mean ± the absolute errors of held-out windows.</summary>
    ConformalDistribution,

    /// <summary>Errors of the fitted model over the history, see <see cref="CalibratedIntervals"/>.</summary>
    Calibrated,

    /// <summary>Mean ± a quantile of the absolute errors of held-out windows.</summary>
    ConformalError,
}
