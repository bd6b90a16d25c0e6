using System.Numerics.Tensors;
using Tollama.Models.Baseline.Intervals;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Ces;

/// <summary>
/// Complex exponential smoothing, with the form given or chosen by the corrected Akaike criterion.
/// Source: Svetunkov, Kourentzes, Ord, Complex exponential smoothing, Naval Research Logistics 69 (2022).
/// </summary>
internal sealed class CesMethod : IForecastMethod
{
    private const int Needed = 5;
    private const int LongestSeason = 366;
    private const int Paths = 2000;
    private const double LargestParameter = 2.0;

    private static readonly string[] ParameterNames = ["alpha_0", "alpha_1", "beta_0", "beta_1"];

    /// <summary>The form that fits best.</summary>
    public static readonly MethodCard AutoCard = new(
        "auto-ces",
        "Complex exponential smoothing in the form that fits best (smallest AICc).",
        [OptionCard.Season],
        _ => new CesMethod(null, isNamed: false))
    {
        TakesGivenModel = true,
    };

    /// <summary>The form that is named.</summary>
    public static readonly MethodCard CesCard = new(
        "ces",
        "Complex exponential smoothing.",
        [
            new OptionCard("variant", "n | s | p | f", "n", "No season, simple, partial or full season."),
            OptionCard.Season,
        ],
        options => new CesMethod(
            options.GetChoice("variant", "n", "s", "p", "f", "N", "S", "P", "F") switch
            {
                "s" or "S" => CesVariant.S,
                "p" or "P" => CesVariant.P,
                "f" or "F" => CesVariant.F,
                _ => CesVariant.N,
            },
            isNamed: options.TryGet("variant", out _)))
    {
        TakesGivenModel = true,
    };

    private readonly CesVariant? _variant;
    private readonly bool _isNamed;

    private CesMethod(CesVariant? variant, bool isNamed)
    {
        _variant = variant;
        _isNamed = isNamed;
    }

    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) => NeededObservations(_variant, season);

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        bool canBeSeasonal = task.Season is > 1 and <= LongestSeason && task.Count >= 2 * task.Season;
        if (task.At is { } given)
        {
            return Given(given, task, canBeSeasonal);
        }

        if (!canBeSeasonal && _variant is not (null or CesVariant.N))
        {
            throw task.Refusal(
                $"a seasonal form needs a season of 2 to {LongestSeason} observations and two of them; it has a season "
                + $"of {task.Season} and {task.Count} observations. Set season_length or variant.");
        }

        if (ConstantSeries.Is(task.Y))
        {
            return ConstantSeries.Forecast(task, new FitReport { Components = (_variant ?? CesVariant.N).ToString() });
        }

        CesFit? best = null;
        foreach (var variant in Variants(canBeSeasonal))
        {
            var fit = CesFit.Search(variant, task);
            if (best is null || fit.Aicc < best.Aicc)
            {
                best = fit;
            }
        }

        return Answer(best!, task) with { Warnings = Warnings(task, canBeSeasonal) }; // N is always tried
    }

    /// <summary>The model of option <c>at</c>, by the names that a fit reports.</summary>
    private Prediction Given(GivenModel given, SeriesTask task, bool canBeSeasonal)
    {
        CesVariant?[] named = given.Components is { } text
            ? [.. Enum.GetValues<CesVariant>().Where(form => form.ToString() == text)]
            : [_variant];
        if (named is not [{ } variant])
        {
            throw task.Refusal("option 'at' must name its 'components': N, S, P or F.");
        }

        if (_isNamed && variant != _variant)
        {
            throw task.Refusal(
                $"option 'at' names the components '{variant}', and option 'variant' names {_variant}. Leave one out.");
        }

        if (variant != CesVariant.N && !canBeSeasonal)
        {
            throw task.Refusal($"form {variant} needs a season of 2 to {LongestSeason} observations and two of them.");
        }

        int count = variant switch { CesVariant.F => 4, CesVariant.P => 3, _ => 2 };
        given.CheckNames($"form {variant}", ParameterNames[..count]);
        given.CheckNoStates($"form {variant}");
        double[] parameters =
            [.. ParameterNames.Take(count).Select(name => given.Require(name, 0.0, LargestParameter))];
        var fit = CesFit.Of(variant, parameters, task);
        return double.IsFinite(fit.Criterion)
            ? Answer(fit, task)
            : throw task.Refusal("the model given in option 'at' leaves the range of numbers on this series.");
    }

    /// <summary>Fewest observations of a form (null: of the best one); the seasonal ones need two seasons.</summary>
    public static int NeededObservations(CesVariant? variant, int season) =>
        variant is null or CesVariant.N ? Needed : (int)Math.Max(Needed, Math.Min(int.MaxValue, 2L * season));

    private CesVariant[] Variants(bool canBeSeasonal)
    {
        if (_variant is { } given)
        {
            return [given];
        }

        return canBeSeasonal ? [CesVariant.N, CesVariant.S, CesVariant.P, CesVariant.F] : [CesVariant.N];
    }

    /// <summary>The forecast of a model with parameters, from the end of the task's history.</summary>
    /// <param name="fit">The model, fitted to this history or to a longer one that begins with it.</param>
    /// <param name="task">The series.</param>
    public static Prediction Answer(CesFit fit, SeriesTask task)
    {
        double[] mean = new double[task.Horizon];
        var continuation = fit.Filter.After(fit.Parameters, task.Count, task.Horizon);
        continuation.Run([], mean);
        double sigma = Math.Sqrt(fit.Sigma2);
        double shift = 2.0 * task.Count * Math.Log(task.Scale);
        return new Prediction
        {
            Mean = mean,
            QuantileRows = task.WithIntervals ? SimulatedQuantiles.Rows(task, Paths, Simulate) : null,
            Frozen = new FrozenCes(fit),
            Fit = new FitReport
            {
                Components = fit.Variant.ToString(),
                Parameters = [.. fit.Parameters.Select((value, i) => KeyValuePair.Create(ParameterNames[i], value))],
                LogLikelihood = -0.5 * (fit.Criterion + shift),
                Aicc = fit.Aicc + shift,
                Sigma2 = fit.Sigma2 * task.Scale * task.Scale,
            },
        };

        void Simulate(ReadOnlySpan<double> shocks, Span<double> path)
        {
            TensorPrimitives.Multiply(shocks, sigma, path);
            continuation.Run(path, path);
        }
    }

    private string[] Warnings(SeriesTask task, bool canBeSeasonal)
    {
        if (_variant is not null || canBeSeasonal || task.Season == 1)
        {
            return [];
        }

        return
        [
            $"Series '{task.SeriesId}', method '{task.Method}': a season of {task.Season} cannot be fitted "
            + $"to {task.Count} (two seasons are needed, of at most {LongestSeason}); the season is left out.",
        ];
    }
}
