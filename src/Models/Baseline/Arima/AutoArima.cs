using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Arima;

/// <summary>
/// The ARIMA model that a stepwise search finds: differences by tests, orders by the corrected Akaike criterion.
/// Source: Hyndman &amp; Khandakar, Automatic time series forecasting: the forecast package for R, Journal of
/// Statistical Software 27 (2008), §3.2; R's <c>auto.arima</c> for what the paper leaves open.
/// </summary>
internal sealed class AutoArima : IForecastMethod
{
    private const int Needed = 4;

    /// <summary>Its line in the table.</summary>
    public static readonly MethodCard Card = new(
        "auto-arima",
        "The ARIMA model that fits best (stepwise search, smallest AICc), with covariates.",
        [
            OptionCard.Season,
            new OptionCard("stepwise", "boolean", "true", "Search stepwise instead of trying all orders."),
            new OptionCard(
                "approximation",
                "boolean",
                "true where observations times season (at least 12) exceed 6000",
                "Compare orders by conditional squares; the best are then fitted exactly."),
            new OptionCard("max_p", "integer 0 to 10", "5", "Largest p."),
            new OptionCard("max_q", "integer 0 to 10", "5", "Largest q."),
            new OptionCard("max_P", "integer 0 to 5", "2", "Largest P."),
            new OptionCard("max_Q", "integer 0 to 5", "2", "Largest Q."),
            new OptionCard("max_order", "integer 0 to 20", "5", "Largest p+q+P+Q where all orders are tried."),
        ],
        options => new AutoArima(ArimaLimits.Read(options)))
    {
        TakesRegressors = true,
        TakesGivenModel = true,
    };

    private readonly ArimaLimits _limits;

    private AutoArima(ArimaLimits limits) => _limits = limits;

    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) => Needed;

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        if (task.At is { } given)
        {
            return ArimaGiven.Forecast(given, null, task);
        }

        if (ConstantSeries.Is(task.Y))
        {
            var mean = new ArimaOrder(0, 0, 0, 0, 0, 0, true);
            return ConstantSeries.Forecast(task, new FitReport { Components = mean.Name(task.Season) });
        }

        int needed = Needed + task.Regressors.Count;
        if (task.Count < needed)
        {
            throw task.Refusal(
                $"with {task.Regressors.Count} covariates it needs {needed} observations and has {task.Count}.");
        }

        int season = task.Season <= ArimaBounds.LongestSeason && task.Count > task.Season ? task.Season : 1;
        var reduced = task with { Season = season };
        var (d, seasonalD) = Differencing(reduced);
        double[] differenced = Differences.Of(task.Y, d, seasonalD, season);
        var prediction = task.Regressors.Count == 0 && DifferencingTests.IsConstant(differenced)
            ? ArimaMethod.Answer(ConstantAfterDifferencing(d, seasonalD, differenced.Average(), reduced), reduced)
            : ArimaMethod.Answer(new ArimaWalk(_limits, d, seasonalD, reduced).Run(), reduced);
        return prediction with { Warnings = Warnings(task) };
    }

    /// <summary>d and D from the tests, on what ordinary regression on the covariates leaves.</summary>
    private static (int D, int SeasonalD) Differencing(SeriesTask task)
    {
        double[] y = task.Y.ToArray();
        if (task.Regressors.Count > 0)
        {
            double[][] columns =
            [
                Prediction.Repeat(1.0, y.Length),
                .. task.Regressors.Select(regressor => regressor.Past.ToArray()),
            ];
            Regression.Solve(y, columns);
        }

        int seasonalD = DifferencingTests.Seasonal(y, task.Season, task.Budget);
        double[] adjusted = Differences.Of(y, 0, seasonalD, task.Season);
        return (DifferencingTests.Plain(adjusted), seasonalD);
    }

    /// <summary>A series that differencing makes constant: that constant goes on, without errors.</summary>
    private static ArimaFit ConstantAfterDifferencing(int d, int seasonalD, double constant, SeriesTask task)
    {
        bool hasDrift = d + seasonalD <= 1;
        var order = new ArimaOrder(0, d, 0, 0, seasonalD, 0, hasDrift);
        double[] drift = hasDrift ? [seasonalD > 0 ? constant / task.Season : constant] : [];
        return ArimaFit.Known(ArimaData.Of(order, task), ArimaCoefficients.FromFree(order, []), drift);
    }

    /// <summary>Two seasons or less bear neither a seasonal difference nor a seasonal order.</summary>
    private static string[] Warnings(SeriesTask task) =>
        task.Season == 1 || (task.Season <= ArimaBounds.LongestSeason && task.Count > 2 * task.Season)
        ? []
        : [$"Series '{task.SeriesId}', method '{task.Method}': a season of {task.Season} cannot be fitted to "
            + $"{task.Count} observations (two seasons and one more are needed, of at most "
            + $"{ArimaBounds.LongestSeason}); the season is left out."];
}
