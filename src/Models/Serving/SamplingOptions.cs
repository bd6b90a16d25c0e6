using System.Security.Cryptography;
using System.Text.Json;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;

namespace Tollama.Models.Serving;

/// <summary>How a sampled forecast draws: options that every sampling family shares.</summary>
/// <param name="Samples">Samples per series.</param>
/// <param name="Seed">Seed of the noise: the request's, or one that was drawn for it.</param>
/// <param name="ReturnsSamples">Whether the answer carries the samples in <c>usage.samples</c>.</param>
internal sealed record SamplingOptions(int Samples, long Seed, bool ReturnsSamples)
{
    /// <summary>The option of the seed.</summary>
    public const string SeedName = "seed";

    /// <summary>Most numbers of all returned samples of an answer.</summary>
    private const long MostReturned = 2_000_000;

    /// <summary>Most samples of a series.</summary>
    private const int MostSamples = 100_000;

    /// <summary>Reads <c>num_samples</c>, <c>seed</c> and <c>return_samples</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="defaultSamples">Samples when the request does not say.</param>
    /// <exception cref="TollamaException">
    /// BadRequest: a wrong type, or more returned numbers than an answer may hold.
    /// </exception>
    public static SamplingOptions Read(ForecastRequest request, int defaultSamples)
    {
        int samples = request.Options.GetInt32("num_samples", 1, MostSamples) ?? defaultSamples;
        bool returns = request.Options.GetBoolean("return_samples") ?? false;
        long perSample = (long)request.Series.Count * request.Horizon;
        if (returns && perSample * samples > MostReturned)
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"{request.Series.Count} series × {samples} samples × {request.Horizon} steps are too many to return; "
                + $"at most {MostReturned} numbers fit: lower num_samples to {Math.Max(1, MostReturned / perSample)}.");
        }

        return new SamplingOptions(samples, request.Options.GetInt64(SeedName) ?? DrawSeed(), returns);
    }

    /// <summary>Whether the request itself names a sample count.</summary>
    public static bool IsCountGiven(ForecastRequest request) =>
        request.Options.TryGet("num_samples", out JsonElement _);

    /// <summary>A fresh seed that survives a trip through JSON numbers.</summary>
    private static long DrawSeed() => RandomNumberGenerator.GetInt32(int.MaxValue);
}
