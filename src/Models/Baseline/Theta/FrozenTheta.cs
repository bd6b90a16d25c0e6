using Tollama.Models.Baseline.Decomposition;
using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Seasons;

namespace Tollama.Models.Baseline.Theta;

/// <summary>
/// A theta model with its estimates. The line and the season are not among them: each history has its own, taken out
/// in the way that was chosen.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="adjustment">How the season was taken out.</param>
internal sealed class FrozenTheta(ThetaModel model, SeasonalAdjustment adjustment) : IForecastMethod
{
    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public bool IsCheap => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals)
    {
        int needed = ThetaSearch.NeededObservations(model.Variant, withIntervals);
        return adjustment.IsSeasonal ? Math.Max(needed, 2 * season) : needed;
    }

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        var own = Adjust(task);
        return ThetaMethod.Answer(task, own, model, ThetaSearch.SquaredErrors(model, own.Adjusted.Span));
    }

    private SeasonalAdjustment Adjust(SeriesTask task)
    {
        if (!adjustment.IsSeasonal)
        {
            return SeasonalAdjustment.None(task.History);
        }

        double[] figure = ClassicalDecomposition.Figure(
            task.Y, task.Season, adjustment.IsMultiplicative, task.Budget);
        return SeasonalAdjustment.By(task.History, figure, adjustment.IsMultiplicative);
    }
}
