using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Models.Serving;

namespace Tollama.Models.Toto;

/// <summary>Options of a request (covariates-and-families §4.6).</summary>
/// <param name="Sampling">Sample count and seed.</param>
/// <param name="SamplesPerBatch">
/// The greatest divisor of the count that the request allows; reported, without effect on a result.
/// </param>
/// <param name="UsesCache">Whether decoding is that of the authors' cache.</param>
/// <param name="FollowsMean">Whether the mean is fed back and nothing is sampled.</param>
internal sealed record TotoOptions(SamplingOptions Sampling, int SamplesPerBatch, bool UsesCache, bool FollowsMean)
{
    /// <summary>Reads the options.</summary>
    /// <exception cref="TollamaException">BadRequest: a wrong type or value.</exception>
    public static TotoOptions Read(ForecastRequest request, TotoLimits limits)
    {
        var options = request.Options;
        if (options.GetString("device") is { } device && string.IsNullOrWhiteSpace(device))
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                "Option 'device' is empty; name one such as cpu, or leave it out.");
        }

        if (options.GetChoice("dtype", "float32", "float16", "bfloat16") is { } type and not "float32")
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Option 'dtype' is '{type}'; Toto is computed in float32 on every device here. Leave it out.");
        }

        _ = options.GetChoice("matmul_precision", "highest", "high", "medium");
        _ = options.GetBoolean("torch_compile");
        var sampling = SamplingOptions.Read(request, limits.Samples);
        int desired = options.GetInt32("samples_per_batch", minimum: 1) ?? limits.SamplesPerBatch;
        return new TotoOptions(
            sampling,
            GreatestDivisor(sampling.Samples, desired),
            options.GetBoolean("use_kv_cache") ?? limits.UsesCache,
            options.GetBoolean("mean_path") ?? false);
    }

    /// <summary>Refuses a device on which the model is not.</summary>
    /// <exception cref="TollamaException">BadRequest.</exception>
    public static void CheckDevice(ForecastRequest request, string loadedOn)
    {
        if (request.Options.GetString("device") is { } device and not "auto"
            && !loadedOn.Equals(device, StringComparison.OrdinalIgnoreCase)
            && !loadedOn.StartsWith($"{device}:", StringComparison.OrdinalIgnoreCase))
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Option 'device' is '{device}', but this model is on {loadedOn}; say 'auto' or leave it out.");
        }
    }

    /// <summary>The greatest divisor of a count that is not above a wish.</summary>
    public static int GreatestDivisor(int count, int desired)
    {
        int divisor = Math.Min(count, desired);
        while (count % divisor != 0)
        {
            divisor--;
        }

        return divisor;
    }
}
