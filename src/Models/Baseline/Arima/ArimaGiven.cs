using System.Globalization;
using System.Text.RegularExpressions;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Arima;

/// <summary>An ARIMA model whose coefficients are given: no search, no regression.</summary>
internal static partial class ArimaGiven
{
    private const double LargestCoefficient = 1e6;
    private const double LargestEffect = 1e150; // its square is a number

    /// <summary>Evaluates and forecasts the model.</summary>
    /// <param name="given">What the caller gave, in the caller's unit, by the names that a fit reports.</param>
    /// <param name="own">The method's order, where the caller names none; null when it must be named.</param>
    /// <param name="task">The series.</param>
    public static Prediction Forecast(GivenModel given, OrderOptions? own, SeriesTask task)
    {
        var (order, season) = Order(given, own?.Order, task);
        own?.Check(order, task with { Season = season });
        var seasonal = task with { Season = season };
        ArimaBounds.Check(order, seasonal);
        int needed = order.NeededObservations(season, task.Regressors.Count);
        if (task.Count < needed)
        {
            throw task.Refusal(
                $"{order.Name(season)} {(order.HasConstant ? "with" : "without")} a constant, with "
                + $"{task.Regressors.Count} covariates, needs at least {needed} observations and has {task.Count}.");
        }

        given.CheckNames(order.Name(season), Names(order, task));
        given.CheckNoStates(order.Name(season));
        var coefficients = new ArimaCoefficients(
            Block(given, "ar", order.P),
            Block(given, "ma", order.Q),
            Block(given, "sar", order.SeasonalP),
            Block(given, "sma", order.SeasonalQ));
        var polynomials = coefficients.Polynomials(season);
        if (!ArmaPolynomials.HasRootsOutside(polynomials.Ar, 1.0))
        {
            throw task.Refusal(
                "the autoregression given in option 'at' is not stationary; give one that is, or difference.");
        }

        var data = ArimaData.Of(order, seasonal);
        double[] regression = new double[data.Regressors.Length];
        for (int j = 0; j < regression.Length; j++)
        {
            regression[j] = Term(given, order, j, seasonal);
        }

        return ArimaMethod.Answer(ArimaFit.Of(data, coefficients, regression), seasonal);
    }

    /// <summary>A coefficient of the regression, in the units of series and covariate.</summary>
    private static double Term(GivenModel given, ArimaOrder order, int index, SeriesTask task)
    {
        var (name, exponent) = ArimaFit.RegressionTerm(order, index, task);
        double value = given.Require(name, double.MinValue, double.MaxValue);
        double own = Math.ScaleB(value, -exponent);
        return Math.Abs(own) <= LargestEffect
            ? own
            : throw task.Refusal(FormattableString.Invariant(
                $"option 'at' gives '{name}' as {value}: over {LargestEffect} in units of the series."));
    }

    private static (ArimaOrder Order, int Season) Order(GivenModel given, ArimaOrder? own, SeriesTask task)
    {
        bool hasConstant =
            given.Parameters.ContainsKey(ArimaNames.Mean) || given.Parameters.ContainsKey(ArimaNames.Drift);
        var (named, season) = Named(given, own, task);
        return !hasConstant || named.D + named.SeasonalD <= 1
            ? (named with { HasConstant = hasConstant }, season)
            : throw task.Refusal(
                $"option 'at' gives a constant to {named.Name(season)}; a constant goes with at most one difference.");
    }

    private static (ArimaOrder Order, int Season) Named(GivenModel given, ArimaOrder? own, SeriesTask task)
    {
        if (given.Components is not { } text)
        {
            return own is { } order
                ? (order, task.Season)
                : throw task.Refusal("option 'at' must name its 'components', such as ARIMA(1,1,0)(0,1,1)[12].");
        }

        var match = Name().Match(text);
        int season = match.Groups["m"].Success ? Number(match, "m") : task.Season;
        if (!match.Success || season < 1)
        {
            throw task.Refusal($"option 'at' names the components '{text}', which is no ARIMA model.");
        }

        var named = new ArimaOrder(
            Number(match, "p"), Number(match, "d"), Number(match, "q"),
            Number(match, "sp"), Number(match, "sd"), Number(match, "sq"), HasConstant: false);
        int[] sizes = [named.P, named.Q, named.SeasonalP, named.SeasonalQ];
        bool isAllowed = sizes.Max() <= ArimaBounds.LargestOrder
            && Math.Max(named.D, named.SeasonalD) <= ArimaBounds.MostDifferences;
        return isAllowed
            ? (named, season)
            : throw task.Refusal(
                $"option 'at' names '{text}'; orders go to {ArimaBounds.LargestOrder} and differences to "
                + $"{ArimaBounds.MostDifferences}.");
    }

    private static int Number(Match match, string group) => match.Groups[group].Success
        && int.TryParse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : 0;

    /// <summary>What the parameters of the model are called.</summary>
    private static string[] Names(ArimaOrder order, SeriesTask task) =>
    [
        .. Numbered("ar", order.P),
        .. Numbered("ma", order.Q),
        .. Numbered("sar", order.SeasonalP),
        .. Numbered("sma", order.SeasonalQ),
        .. Enumerable.Range(0, task.Regressors.Count + (order.HasConstant ? 1 : 0))
            .Select(j => ArimaFit.RegressionTerm(order, j, task).Name),
    ];

    private static double[] Block(GivenModel given, string name, int count) =>
        [.. Numbered(name, count).Select(own => given.Require(own, -LargestCoefficient, LargestCoefficient))];

    private static IEnumerable<string> Numbered(string name, int count) =>
        Enumerable.Range(1, count).Select(j => $"{name}{j}");

    [GeneratedRegex(
        @"^ARIMA\((?<p>\d{1,2}),(?<d>\d),(?<q>\d{1,2})\)"
        + @"(?:\((?<sp>\d{1,2}),(?<sd>\d),(?<sq>\d{1,2})\)\[(?<m>\d{1,4})\])?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}
