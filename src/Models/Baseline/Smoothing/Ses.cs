using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Optimisation;

namespace Tollama.Models.Baseline.Smoothing;

/// <summary>
/// Simple exponential smoothing with a given weight: forecast ℓ_n, σ_k = σ√(1+(k−1)α²), σ² = Σ_{t≥2} e²/(n−1).
/// Source: Hyndman, Koehler, Ord, Snyder, Forecasting with Exponential Smoothing (2008), §2.3.1 and table 6.1.
/// </summary>
internal sealed class Ses : IForecastMethod
{
    private const double DefaultAlpha = 0.1;
    private const double LowestSearched = 0.01;
    private const double HighestSearched = 0.99;

    /// <summary>Its line in the table.</summary>
    public static readonly MethodCard Card = new(
        "ses",
        "Simple exponential smoothing with a given weight.",
        [new OptionCard("alpha", "number, 0 to 1", "0.1", "Weight of the newest value.")],
        options => options.GetDouble("alpha", 0.0, 1.0) is { } alpha
            ? new Ses(alpha, isNamed: true)
            : new Ses(DefaultAlpha))
    {
        TakesGivenModel = true,
    };

    /// <summary>The line of the form that searches for the weight.</summary>
    public static readonly MethodCard OptimizedCard = new(
        "ses-optimized", "Simple exponential smoothing with the weight that fits best.", [], _ => new Ses(null))
    {
        TakesGivenModel = true,
    };

    private readonly double? _alpha;
    private readonly bool _isNamed;

    private Ses(double? alpha, bool isNamed = false)
    {
        _alpha = alpha;
        _isNamed = isNamed;
    }

    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public bool IsCheap => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) => (_alpha is null ? 2 : 1) + (withIntervals ? 1 : 0);

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        double alpha = Given(task) ?? _alpha ?? GoldenSection.Minimise(
            a => SimpleSmoothing.Run(task.Y, a).SquaredErrors, LowestSearched, HighestSearched);
        var (level, squares) = SimpleSmoothing.Run(task.Y, alpha);
        var prediction = new Prediction
        {
            Mean = Prediction.Repeat(level, task.Horizon),
            Fit = new FitReport { Parameters = [new("alpha", alpha)] },
            Frozen = new Ses(alpha),
        };
        if (!task.WithIntervals)
        {
            return prediction;
        }

        double sigma = Math.Sqrt(squares / (task.Count - 1));
        double[] deviations = new double[task.Horizon];
        for (int k = 0; k < deviations.Length; k++)
        {
            deviations[k] = sigma * Math.Sqrt(1.0 + k * alpha * alpha);
        }

        return prediction with { Deviations = deviations };
    }

    /// <summary>The weight of option <c>at</c>; null where there is none.</summary>
    private double? Given(SeriesTask task)
    {
        if (task.At is not { } given)
        {
            return null;
        }

        if (given.Components is { } text)
        {
            throw task.Refusal(
                $"option 'at' names the components '{text}', and the method has one form. Leave 'components' out.");
        }

        given.CheckNames("simple smoothing", ["alpha"]);
        given.CheckNoStates("simple smoothing");
        double alpha = given.Require("alpha", 0.0, 1.0);
        return !_isNamed || alpha == _alpha
            ? alpha
            : throw task.Refusal(FormattableString.Invariant(
                $"option 'at' gives parameter 'alpha' as {alpha}, and option 'alpha' is {_alpha}. Leave one out."));
    }
}
