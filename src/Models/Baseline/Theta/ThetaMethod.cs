using Tollama.Core.Forecasting;
using Tollama.Models.Baseline.Decomposition;
using Tollama.Models.Baseline.Intervals;
using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Seasons;

namespace Tollama.Models.Baseline.Theta;

/// <summary>
/// The theta method as a state space model, seasonally adjusted where the series is seasonal: half a line, half simple
/// smoothing, or the mix that fits best. Source: Assimakopoulos &amp; Nikolopoulos, The theta model, International
/// Journal of Forecasting 16 (2000); Fiorucci et al., International Journal of Forecasting 32 (2016).
/// </summary>
internal sealed class ThetaMethod : IForecastMethod
{
    private const int Paths = 2000;
    private const int ShortestSeason = 4;
    private const double SmallestFactor = 0.01;
    private const double NinetyPercent = 1.6448536;

    private static readonly OptionCard Decomposition = new(
        "decomposition",
        "multiplicative | additive",
        "multiplicative",
        "How a season is taken out, where there is one.");

    /// <summary>One of the four models.</summary>
    public static readonly MethodCard ThetaCard = new(
        "theta",
        "The theta method: half a line, half simple smoothing.",
        [new OptionCard(
            "variant",
            "stm | otm | dstm | dotm",
            "stm",
            "Standard, optimised, dynamic, or both."), Decomposition, OptionCard.Season],
        options => new ThetaMethod(
            [options.GetChoice("variant", "stm", "otm", "dstm", "dotm") switch
            {
                "otm" => ThetaVariant.Otm,
                "dstm" => ThetaVariant.Dstm,
                "dotm" => ThetaVariant.Dotm,
                _ => ThetaVariant.Stm,
            }],
            options))
    {
        TakesGivenModel = true,
    };

    /// <summary>The best of the four.</summary>
    public static readonly MethodCard AutoCard = new(
        "auto-theta",
        "The theta model that fits best.",
        [Decomposition, OptionCard.Season],
        options => new ThetaMethod([ThetaVariant.Stm, ThetaVariant.Otm, ThetaVariant.Dstm, ThetaVariant.Dotm], options))
    {
        TakesGivenModel = true,
    };

    private readonly ThetaVariant[] _variants;
    private readonly bool _isNamed;
    private readonly bool _isMultiplicative;

    private ThetaMethod(ThetaVariant[] variants, ForecastOptions options)
    {
        _variants = variants;
        _isNamed = variants.Length == 1 && options.TryGet("variant", out _);
        _isMultiplicative = options.GetChoice("decomposition", "multiplicative", "additive") != "additive";
    }

    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) =>
        _variants.Max(variant => ThetaSearch.NeededObservations(variant, withIntervals));

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        if (ConstantSeries.Is(task.Y) && task.At is null)
        {
            return ConstantSeries.Forecast(
                task, new FitReport { Components = Name(_variants[0]), SseAfterThird = 0.0 });
        }

        var adjustment = Adjust(task);
        if (task.At is { } given)
        {
            var model = Given(given, task);
            return Answer(task, adjustment, model, ThetaSearch.SquaredErrors(model, adjustment.Adjusted.Span));
        }

        var (best, bestErrors) = ThetaSearch.Fit(_variants[0], adjustment.Adjusted, task.Budget);
        foreach (var variant in _variants.AsSpan(1))
        {
            var (model, errors) = ThetaSearch.Fit(variant, adjustment.Adjusted, task.Budget);
            if (errors < bestErrors)
            {
                (best, bestErrors) = (model, errors);
            }
        }

        return Answer(task, adjustment, best, bestErrors);
    }

    /// <summary>The forecast of a model with parameters.</summary>
    /// <param name="task">The series.</param>
    /// <param name="adjustment">The series without season.</param>
    /// <param name="model">The model.</param>
    /// <param name="squaredErrors">Σ_{t&gt;3}(y_t − μ_t)², in the task's unit.</param>
    public static Prediction Answer(
        SeriesTask task, SeasonalAdjustment adjustment, ThetaModel model, double squaredErrors)
    {
        double[] fitted = new double[task.Count];
        var state = model.Filter(adjustment.Adjusted.Span, fitted);
        double[] mean = new double[task.Horizon];
        Continue(model, state, [], mean);
        adjustment.Restore(mean);
        double sigma = SampleDeviation(
            adjustment.Adjusted.Span[ThetaSearch.Skipped..], fitted.AsSpan(ThetaSearch.Skipped));
        return new Prediction
        {
            Mean = mean,
            QuantileRows = task.WithIntervals ? SimulatedQuantiles.Rows(task, Paths, Simulate) : null,
            Frozen = new FrozenTheta(model, adjustment),
            Fit = new FitReport
            {
                Components = Name(model.Variant),
                Parameters =
                [
                    new("initial_smoothed", model.Initial * task.Scale),
                    new("alpha", model.Alpha),
                    new("theta", model.Theta),
                ],
                SseAfterThird = squaredErrors * task.Scale * task.Scale,
            },
        };

        void Simulate(ReadOnlySpan<double> shocks, Span<double> path)
        {
            for (int k = 0; k < path.Length; k++)
            {
                path[k] = sigma * shocks[k];
            }

            Continue(model, state, path, path);
            adjustment.Restore(path);
        }
    }

    /// <summary>Forecasts on from a state, each step observing its own forecast plus an error (none: zero).</summary>
    private static void Continue(ThetaModel model, ThetaState state, ReadOnlySpan<double> errors, Span<double> path)
    {
        for (int k = 0; k < path.Length; k++)
        {
            double value = state.Forecast(model) + (errors.IsEmpty ? 0.0 : errors[k]);
            state.Observe(model, value);
            path[k] = value;
        }
    }

    /// <summary>The model of option <c>at</c>, by the names that a fit reports.</summary>
    private ThetaModel Given(GivenModel given, SeriesTask task)
    {
        ThetaVariant[] named = given.Components is { } text
            ? [.. Enum.GetValues<ThetaVariant>().Where(variant => Name(variant) == text)]
            : _variants;
        if (named.Length != 1)
        {
            throw task.Refusal("option 'at' must name its 'components': STM, OTM, DSTM or DOTM.");
        }

        var variant = named[0];
        if (_isNamed && variant != _variants[0])
        {
            throw task.Refusal(
                $"option 'at' names the components '{Name(variant)}', and option 'variant' names "
                + $"{Name(_variants[0])}. Leave one out.");
        }

        given.CheckNames(Name(variant), ["initial_smoothed", "alpha", "theta"]);
        given.CheckNoStates(Name(variant));
        bool isEstimated = variant is ThetaVariant.Otm or ThetaVariant.Dotm;
        return new ThetaModel(
            variant,
            given.Require("alpha", 1e-6, 1.0),
            given.Require("initial_smoothed", double.MinValue, double.MaxValue) / task.Scale,
            1.0 - 1.0 / (isEstimated ? given.Require("theta", 1.0, 1e12) : given.Require("theta", 2.0, 2.0, 1e-6)));
    }

    private SeasonalAdjustment Adjust(SeriesTask task)
    {
        int season = task.Season;
        bool isSeasonal = season >= ShortestSeason
            && task.Count >= 2L * season
            && SeasonalityTest.IsSeasonal(task.Y, season, NinetyPercent, task.Budget);
        if (!isSeasonal)
        {
            return SeasonalAdjustment.None(task.History);
        }

        if (_isMultiplicative && task.Y.IndexOfAnyInRange(double.MinValue, 0.0) < 0)
        {
            double[] factors = ClassicalDecomposition.Figure(task.Y, season, isMultiplicative: true, task.Budget);
            if (factors.Min() >= SmallestFactor)
            {
                return SeasonalAdjustment.By(task.History, factors, isMultiplicative: true);
            }
        }

        double[] terms = ClassicalDecomposition.Figure(task.Y, season, isMultiplicative: false, task.Budget);
        return SeasonalAdjustment.By(task.History, terms, isMultiplicative: false);
    }

    private static double SampleDeviation(ReadOnlySpan<double> y, ReadOnlySpan<double> fitted)
    {
        if (y.Length < 2)
        {
            return 0.0;
        }

        double mean = 0.0;
        for (int t = 0; t < y.Length; t++)
        {
            mean += (y[t] - fitted[t]) / y.Length;
        }

        double squares = 0.0;
        for (int t = 0; t < y.Length; t++)
        {
            double deviation = y[t] - fitted[t] - mean;
            squares += deviation * deviation;
        }

        return Math.Sqrt(squares / (y.Length - 1));
    }

    private static string Name(ThetaVariant variant) => variant switch
    {
        ThetaVariant.Otm => "OTM",
        ThetaVariant.Dstm => "DSTM",
        ThetaVariant.Dotm => "DOTM",
        _ => "STM",
    };
}
