using System.Text.Json;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Models.Serving;

namespace Tollama.Models.TimesFm;

/// <summary>
/// What TimesFM accepts, and how a request's options become run-time settings (covariates-and-families §4.3).
/// </summary>
internal static class TimesFmRequest
{
    /// <summary>The official daemon compiles for at least this horizon.</summary>
    private const int SmallestCompiledHorizon = 256;

    /// <summary>Refuses what no TimesFM 2.5 checkpoint serves.</summary>
    /// <exception cref="TollamaException">
    /// BadRequest: a level off the grid of nine, or a series of one point.
    /// </exception>
    public static void Check(ForecastRequest request)
    {
        foreach (double level in request.Quantiles)
        {
            _ = Channel(level);
        }

        foreach (var series in request.Series.Where(series => series.Target.Count < 2))
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Series '{series.Id}' has {series.Target.Count} point; TimesFM needs at least 2.");
        }
    }

    /// <summary>Refuses what this checkpoint's geometry cannot serve.</summary>
    /// <exception cref="TollamaException">
    /// BadRequest: horizon beyond the quantile head, or beyond the context limit.
    /// </exception>
    public static void CheckLimits(ForecastRequest request, TimesFmConfig config, int maxContext)
    {
        int compiled = config.RoundHorizon(Math.Max(SmallestCompiledHorizon, request.Horizon));
        if (request.Quantiles.Count > 0 && compiled > config.QuantileHorizon)
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Horizon {request.Horizon} (compiled as {compiled}) exceeds {config.QuantileHorizon}, the reach of "
                    + "this "
                + "checkpoint's quantile head; lower it, or ask for no quantiles.");
        }

        int context = config.RoundContext(maxContext);
        if (context + compiled > config.ContextLimit)
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Context {context} and horizon {compiled} together exceed {config.ContextLimit}; lower the horizon to "
                    + "at "
                + $"most {config.ContextLimit - context}.");
        }
    }

    /// <summary>
    /// Refuses more covariates than one regression over all series can hold: its design, and the square of their
    /// number.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="maxContext">Points of a history that are read at most.</param>
    /// <exception cref="TollamaException">BadRequest: says how many fit.</exception>
    public static void RequireFit(ForecastRequest request, int maxContext)
    {
        int names = request.Series.SelectMany(series => series.PastCovariates.Select(covariate => covariate.Name))
            .Distinct(StringComparer.Ordinal).Count();
        double rows = request.Series.Sum(series => (double)Math.Min(series.Target.Count, maxContext) + request.Horizon);
        ForecastBudget.Require(
            "covariates", names, count => sizeof(double) * count * ((3 * rows) + (4.0 * count)));
    }

    /// <summary>
    /// The channel of a level: 0.1 … 0.9 are channels 1 … 9; levels are compared to six digits, never interpolated.
    /// </summary>
    /// <exception cref="TollamaException">BadRequest: the level is not one of the nine.</exception>
    public static int Channel(double level)
    {
        int channel = (int)Math.Round(level * 10);
        return channel is >= 1 and <= 9 && Math.Round(level, 6) == Math.Round(channel / 10.0, 6)
            ? channel
            : throw new TollamaException(
                ErrorCode.BadRequest,
                FormattableString.Invariant(
                    $"Quantile {level} is not one that TimesFM gives; use 0.1, 0.2, … 0.9."));
    }

    /// <summary>Run-time options of a request.</summary>
    public static TimesFmSettings Settings(ForecastRequest request, int maxContext) => new()
    {
        MaxContext = maxContext,
        UseContinuousQuantileHead = request.Quantiles.Count > 0,
        InferIsPositive = request.Options.TryGet("infer_is_positive", out var value) && IsTruthy(value),
    };

    /// <summary>Truth of any JSON value, as the original reads this option.</summary>
    private static bool IsTruthy(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.Number => value.GetDouble() != 0,
        JsonValueKind.String => value.GetString()!.Length > 0, // a string value has a text
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().MoveNext(),
        _ => false,
    };
}
