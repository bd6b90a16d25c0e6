using System.Globalization;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;

namespace Tollama.Models.Serving;

/// <summary>
/// What memory a forecast may take, predicted before it runs. Engine calls are split by the families so that each stays
/// small; what a forecast has to hold at once is what is predicted here: its answer, and the largest part that cannot
/// be split.
/// </summary>
internal static class ForecastBudget
{
    /// <summary>Bytes of a sampled value.</summary>
    public const int SampleBytes = sizeof(float);

    private const long Most = 4L << 30;
    private const long Mebibyte = 1 << 20;

    // Working copies of a step: the mean, the levels that a network gives, and those of the request, in double
    // precision.
    private const int StepBytes = 256;
    private const int LevelBytes = 2 * sizeof(double);

    /// <summary>Bytes that a forecast may take: a quarter of the machine's memory, at most 4 GiB.</summary>
    public static long Allowed { get; } = Math.Min(Most, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    /// <summary>Bytes that an answer takes until it is written.</summary>
    /// <param name="request">The request.</param>
    /// <param name="samples">Values that are held for each step; 0 for families that do not sample.</param>
    public static double AnswerBytes(ForecastRequest request, long samples) =>
        (double)request.Series.Count * request.Horizon
        * (StepBytes + (request.Quantiles.Count * LevelBytes) + (samples * (double)SampleBytes));

    /// <summary>Bytes that the scores of an attention layer take: as computed, masked, and normalised.</summary>
    /// <param name="rows">Rows that do not see each other.</param>
    /// <param name="tokens">Tokens of a row, which all see each other.</param>
    /// <param name="heads">Heads.</param>
    public static double AttentionBytes(double rows, double tokens, int heads) =>
        3 * sizeof(float) * rows * heads * tokens * tokens;

    /// <summary>Refuses a request whose answer alone would take too much.</summary>
    /// <param name="request">The request.</param>
    /// <param name="samples">Values that are held for each step; 0 for families that do not sample.</param>
    /// <exception cref="TollamaException">BadRequest: says how many samples or steps fit.</exception>
    public static void RequireAnswer(ForecastRequest request, int samples = 0)
    {
        Require("steps", request.Horizon, steps => AnswerBytes(request with { Horizon = (int)steps }, 0), Allowed);
        Require("samples", samples, count => AnswerBytes(request, count), Allowed);
    }

    /// <summary>Refuses what cannot be split and would take too much.</summary>
    /// <param name="what">What there are too many of, in the plural.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="bytes">Bytes that a number of them takes; rises with the number.</param>
    /// <exception cref="TollamaException">BadRequest: says how many fit.</exception>
    public static void Require(string what, long count, Func<long, double> bytes) =>
        Require(what, count, bytes, Allowed);

    /// <inheritdoc cref="Require(string, long, Func{long, double})"/>
    internal static void Require(string what, long count, Func<long, double> bytes, long allowed)
    {
        double needed = bytes(count);
        if (needed <= allowed)
        {
            return;
        }

        long fits = 0;
        for (long above = count; above - fits > 1;)
        {
            long middle = fits + ((above - fits) / 2);
            (fits, above) = bytes(middle) <= allowed ? (middle, above) : (fits, middle);
        }

        throw new TollamaException(
            ErrorCode.BadRequest,
            string.Create(
                CultureInfo.InvariantCulture,
                $"A forecast with {count} {what} would take {needed / Mebibyte:F0} MiB of memory, {allowed / Mebibyte} "
                    + $"MiB are "
                + $"allowed: at most {fits} {what} fit."));
    }
}
