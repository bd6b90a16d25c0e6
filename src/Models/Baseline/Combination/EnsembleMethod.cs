using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Sampling;
using Tollama.Models.Baseline.Intervals;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Combination;

/// <summary>
/// Several methods at once: per step and per quantile the median, or the mean, of what they say.
/// Source: Petropoulos &amp; Svetunkov, A simple combination of univariate models, International Journal of
/// Forecasting 36 (2020).
/// </summary>
internal sealed class EnsembleMethod : IForecastMethod
{
    private const int FewestMembers = 2;

    private static readonly string[] DefaultMembers = ["seasonal-naive", "theta", "auto-ets", "holt-damped"];

    /// <summary>Its line in the table.</summary>
    public static readonly MethodCard Card = new(
        "ensemble",
        "The median of several methods.",
        [
            new OptionCard(
                "members",
                "list of two or more method names",
                string.Join(", ", DefaultMembers),
                "What to combine."),
            new OptionCard("combine", "median | mean", "median", "How."),
            OptionCard.Season,
        ],
        options => new EnsembleMethod(Members(options), options.GetChoice("combine", "median", "mean") == "mean"));

    private readonly IReadOnlyList<(string Name, IForecastMethod Method)> _members;
    private readonly bool _takesMean;

    private EnsembleMethod(IReadOnlyList<MethodCard> members, bool takesMean)
    {
        _members = [.. members.Select(card => (card.Name, card.Create(ForecastOptions.Empty)))];
        _takesMean = takesMean;
    }

    /// <inheritdoc/>
    public bool HasIntervals => true;

    /// <inheritdoc/>
    public int NeededObservations(int season, bool withIntervals) =>
        _members.Select(
            m => m.Method.NeededObservations(season, withIntervals)).Order().Skip(FewestMembers - 1).First();

    /// <inheritdoc/>
    public Prediction Forecast(SeriesTask task)
    {
        var predictions = new List<Prediction>();
        var warnings = new List<string>();
        foreach (var (name, method) in _members)
        {
            try
            {
                predictions.Add(Run(name, method, task));
            }
            catch (TollamaException refusal) when (refusal.Code == ErrorCode.BadRequest)
            {
                warnings.Add($"Method '{name}' is left out of the ensemble: {refusal.Message}");
            }
        }

        if (predictions.Count < FewestMembers)
        {
            throw task.Refusal($"fewer than {FewestMembers} members can forecast it. {string.Join(" ", warnings)}");
        }

        return new Prediction
        {
            Mean = Combine(predictions, p => p.Mean),
            QuantileRows = task.WithIntervals
                ? [.. Enumerable.Range(0, task.Levels.Count).Select(i => Combine(predictions, p => p.QuantileRows![i]))]
                : null,
            Warnings = [.. predictions.SelectMany(p => p.Warnings), .. warnings],
        };
    }

    private static IReadOnlyList<MethodCard> Members(ForecastOptions options)
    {
        var members = MethodList.Read(options, "members", DefaultMembers);
        return members.Count >= FewestMembers
            ? members
            : throw new TollamaException(
                ErrorCode.BadRequest,
                $"Option 'members' names one method, '{members[0].Name}'; an ensemble combines {FewestMembers} or more "
                + "different ones. Add a member, or use that method itself.");
    }

    private static Prediction Run(string name, IForecastMethod method, SeriesTask task)
    {
        var levels = task.WithIntervals ? task.Levels : [];
        var own = task with { Method = name, Levels = levels };
        int needed = method.NeededObservations(task.Season, task.WithIntervals && method.HasIntervals);
        return task.Count >= needed
            ? SeriesRun.WithQuantiles(method, own, IntervalOptions.Native)
            : throw own.Refusal($"it needs at least {needed} observations and has {task.Count}.");
    }

    private double[] Combine(List<Prediction> predictions, Func<Prediction, double[]> row)
    {
        double[][] rows = [.. predictions.Select(row)];
        double[] combined = new double[rows[0].Length];
        double[] values = new double[rows.Length];
        for (int k = 0; k < combined.Length; k++)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                values[i] = rows[i][k];
            }

            Array.Sort(values);
            combined[k] = _takesMean ? values.Average() : SampleQuantiles.Of(values, 0.5);
        }

        return combined;
    }
}
