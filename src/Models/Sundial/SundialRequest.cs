using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Models.Serving;

namespace Tollama.Models.Sundial;

/// <summary>What Sundial accepts (covariates-and-families §4.5).</summary>
internal static class SundialRequest
{
    /// <summary>Longest horizon of the published checkpoint.</summary>
    public const int DefaultHorizonLimit = 720;

    /// <summary>Context that the published checkpoint was trained with.</summary>
    public const int DefaultContext = 2880;

    /// <summary>Samples when neither request nor quantiles ask for more.</summary>
    public const int DefaultSamples = 100;

    /// <summary>Refuses what the model cannot serve.</summary>
    /// <exception cref="TollamaException">BadRequest.</exception>
    public static void Check(ForecastRequest request, SundialLimits limits)
    {
        if (request.Horizon > limits.Horizon)
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Horizon {request.Horizon} exceeds {limits.Horizon}, the limit of this model; lower it.");
        }

        foreach (var series in request.Series.Where(series => series.Target.Count < 2))
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Series '{series.Id}' has {series.Target.Count} point; Sundial needs at least 2.");
        }

        ForecastBudget.RequireAnswer(request, Sampling(request, limits).Samples);
    }

    /// <summary>How a request is sampled.</summary>
    public static SamplingOptions Sampling(ForecastRequest request, SundialLimits limits) =>
        SamplingOptions.Read(request, SampleCount(request.Quantiles, limits.Samples));

    /// <summary>Samples for levels: enough for the smallest tail to hold one.</summary>
    private static int SampleCount(IReadOnlyList<double> quantiles, int fallback)
    {
        double tail = quantiles.Count == 0 ? 1 : quantiles.Min(level => Math.Min(level, 1 - level));
        return Math.Max(fallback, (int)Math.Min(100_000, Math.Ceiling(1 / tail)));
    }
}
