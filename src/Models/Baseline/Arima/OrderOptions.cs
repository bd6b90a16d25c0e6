using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Arima;

/// <summary>The options that say which ARIMA model it is.</summary>
/// <param name="Order">The order, with defaults for what is not named.</param>
/// <param name="IsNamed">Whether p, d and q are named.</param>
/// <param name="IsSeasonNamed">Whether P, D and Q are named.</param>
/// <param name="Mean">Whether a mean is wanted; null where nothing is said.</param>
/// <param name="Drift">Whether a drift is wanted; null where nothing is said.</param>
internal sealed record OrderOptions(ArimaOrder Order, bool IsNamed, bool IsSeasonNamed, bool? Mean, bool? Drift)
{
    /// <summary>Reads the options.</summary>
    /// <exception cref="TollamaException">BadRequest: one of them is wrong, or they cannot go together.</exception>
    public static OrderOptions Read(ForecastOptions options)
    {
        var plain = Triple(options, "order");
        var seasonal = Triple(options, "seasonal_order");
        int differences = plain[1] + seasonal[1];
        bool? mean = options.GetBoolean("include_mean");
        bool? drift = options.GetBoolean("include_drift");
        bool hasMean = (mean ?? true) && differences == 0;
        bool hasDrift = drift ?? false;
        if (hasDrift && differences != 1)
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Option 'include_drift' is true and d + D is {differences}; a drift goes with one difference. "
                + "Set d + D to 1, or leave the drift out.");
        }

        return new OrderOptions(
            new ArimaOrder(
                plain[0], plain[1], plain[2], seasonal[0], seasonal[1], seasonal[2], hasMean || hasDrift),
            options.TryGet("order", out _),
            options.TryGet("seasonal_order", out _),
            mean,
            drift);
    }

    /// <summary>Refuses a model of option <c>at</c> that a named option contradicts; defaults give way.</summary>
    /// <param name="given">The order that is given.</param>
    /// <param name="task">The series.</param>
    public void Check(ArimaOrder given, SeriesTask task)
    {
        if (Contradiction(given) is { } option)
        {
            throw task.Refusal(
                $"option 'at' gives {given.Name(task.Season)} {(given.HasConstant ? "with" : "without")} a constant, "
                + $"and {option}. Leave that option out, or give what it names.");
        }
    }

    /// <summary>The named option that another order contradicts, with its value; null where none does.</summary>
    private string? Contradiction(ArimaOrder given)
    {
        var (p, d, q, seasonalP, seasonalD, seasonalQ, _) = Order;
        if (IsNamed && (given.P, given.D, given.Q) != (p, d, q))
        {
            return $"option 'order' is [{p}, {d}, {q}]";
        }

        if (IsSeasonNamed && (given.SeasonalP, given.SeasonalD, given.SeasonalQ) != (seasonalP, seasonalD, seasonalQ))
        {
            return $"option 'seasonal_order' is [{seasonalP}, {seasonalD}, {seasonalQ}]";
        }

        var (name, wanted) = (given.D + given.SeasonalD) switch
        {
            0 => ("include_mean", Mean),
            1 => ("include_drift", Drift),
            _ => ("", null),
        };
        return wanted is { } constant && constant != given.HasConstant
            ? $"option '{name}' is {(constant ? "true" : "false")}"
            : null;
    }

    private static IReadOnlyList<int> Triple(ForecastOptions options, string name)
    {
        var list = options.GetInt32List(name) ?? [0, 0, 0];
        return list.Count == 3
            && list.All(x => x is >= 0 and <= ArimaBounds.LargestOrder)
            && list[1] <= ArimaBounds.MostDifferences
                ? list
                : throw new TollamaException(
                    ErrorCode.BadRequest,
                    $"Option '{name}' is [{string.Join(", ", list)}]; it must be three integers from 0 to "
                    + $"{ArimaBounds.LargestOrder}, the second at most {ArimaBounds.MostDifferences}.");
    }
}
