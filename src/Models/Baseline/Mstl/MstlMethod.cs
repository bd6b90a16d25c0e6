using System.Numerics.Tensors;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Mstl;

/// <summary>
/// A season or several taken out by STL, the rest forecast by a method without season, the last cycle of each season
/// repeated. Source: Bandara, Hyndman, Bergmeir, arXiv 2107.13462 (2021).
/// </summary>
internal sealed class MstlMethod : IForecastMethod
{
    private const int ShortestSeason = 2;

    private static readonly string[] TrendForecasters =
    [
        "auto-ets", "naive", "drift", "historic-average", "window-average", "ses", "ses-optimized", "holt",
        "holt-damped", "theta", "auto-theta", "auto-arima", "auto-ces",
    ];

    /// <summary>Its line in the table.</summary>
    public static readonly MethodCard Card = new(
        "mstl",
        "Several seasons taken out by STL, the rest forecast without season.",
        [
            new OptionCard(
                "season_lengths", $"list of integers >= {ShortestSeason}", "the season length", "The seasons."),
            new OptionCard("trend_forecaster", string.Join(" | ", TrendForecasters), "auto-ets", "Forecasts the rest."),
            OptionCard.Season,
        ],
        Create)
    {
        TakesGivenModel = true,
    };

    private readonly IReadOnlyList<int>? _seasons;
    private readonly IForecastMethod _trend;
    private readonly bool _takesGiven;

    private MstlMethod(IReadOnlyList<int>? seasons, IForecastMethod trend, bool takesGiven)
    {
        _takesGiven = takesGiven;
        _seasons = seasons;
        _trend = trend;
    }

    /// <inheritdoc/>
    public bool HasIntervals => _trend.HasIntervals;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) => (int)Math.Min(
        int.MaxValue,
        Math.Max(2L * (_seasons?.Min() ?? season) + 1, _trend.NeededObservations(1, withIntervals)));

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        if (ConstantSeries.Is(task.Y))
        {
            return ConstantSeries.Forecast(task, new FitReport());
        }

        int[] wanted = [.. (_seasons ?? [task.Season]).Distinct().Order()];
        int[] seasons = [.. wanted.Where(m => m >= ShortestSeason && task.Count > 2L * m)];
        if (seasons.Length == 0)
        {
            throw task.Refusal(
                $"no season of [{string.Join(", ", wanted)}] fits twice into its {task.Count} observations with one to "
                + $"spare (needed: {2L * wanted[0] + 1}). Set season_lengths, each at least {ShortestSeason}.");
        }

        if (task.At is not null && !_takesGiven)
        {
            throw task.Refusal("its trend forecaster estimates nothing that option 'at' could give; leave it out.");
        }

        double[][] components = MstlDecomposition.Seasons(task.Y, seasons, task.Budget);
        double[] rest = task.Y.ToArray();
        foreach (double[] component in components)
        {
            TensorPrimitives.Subtract(rest, component, rest);
        }

        var prediction = _trend.Forecast(task with { History = rest, Season = 1 });
        double[] cycles = Continue(components, seasons, task.Horizon);
        TensorPrimitives.Add(prediction.Mean, cycles, prediction.Mean);
        foreach (double[] row in prediction.QuantileRows ?? [])
        {
            TensorPrimitives.Add(row, cycles, row);
        }

        return prediction with
        {
            Frozen = prediction.Frozen is { } trend ? new MstlMethod(seasons, trend, takesGiven: false) : null,
            Warnings = [.. prediction.Warnings, .. Dropped(task, wanted, seasons)],
        };
    }

    /// <summary>The last cycle of each season, repeated and added up, <c>(h)</c>.</summary>
    private static double[] Continue(double[][] components, int[] seasons, int horizon)
    {
        double[] sum = new double[horizon];
        for (int i = 0; i < components.Length; i++)
        {
            var cycle = components[i].AsSpan(components[i].Length - seasons[i]);
            for (int k = 0; k < horizon; k++)
            {
                sum[k] += cycle[k % seasons[i]];
            }
        }

        return sum;
    }

    private static IEnumerable<string> Dropped(SeriesTask task, int[] wanted, int[] seasons) =>
        wanted.Except(seasons).Select(m =>
            $"Series '{task.SeriesId}', method '{task.Method}': a season of {m} observations does not fit twice into "
            + $"{task.Count} observations and is left out.");

    private static MstlMethod Create(ForecastOptions options)
    {
        var seasons = options.GetInt32List("season_lengths");
        if (seasons is not null && (seasons.Count == 0 || seasons.Any(m => m < ShortestSeason)))
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Option 'season_lengths' is [{string.Join(", ", seasons)}]; it must name at least one season, each at "
                + $"least {ShortestSeason}.");
        }

        string name = options.GetChoice("trend_forecaster", TrendForecasters) ?? TrendForecasters[0];
        var card = BaselineMethods.Find(name)
            ?? throw new InvalidOperationException($"'{name}' is listed as a trend forecaster and is no method.");
        return new MstlMethod(seasons, card.Create(ForecastOptions.Empty), card.TakesGivenModel);
    }
}
