using Tollama.Core.Forecasting;
using Tollama.Core.Frequencies;

namespace Tollama.Core.Recommendation;

/// <summary>What a forecast asks of a model (contract/http-api §14.2).</summary>
public sealed record ForecastNeeds
{
    /// <summary>Steps to forecast, at least 1.</summary>
    public required int Horizon { get; init; }

    /// <summary>The one frequency of all series; null when it is inferred or differs between them.</summary>
    public string? Freq { get; init; }

    /// <summary>Whether any series has covariates over its history.</summary>
    public bool HasPastCovariates { get; init; }

    /// <summary>Whether any series has covariates over the horizon.</summary>
    public bool HasFutureCovariates { get; init; }

    /// <summary>Whether any series has static covariates.</summary>
    public bool HasStaticCovariates { get; init; }

    /// <summary>Whether any past or future covariate holds texts.</summary>
    public bool IsCategorical { get; init; }

    /// <summary>Number of series, at least 1.</summary>
    public int SeriesCount { get; init; } = 1;

    /// <summary>Mean length of the histories, at least 1.</summary>
    public double MeanHistoryLength { get; init; } = 1;

    /// <summary><c>numeric</c> or <c>categorical</c>.</summary>
    public string CovariatesType => IsCategorical ? "categorical" : "numeric";

    /// <summary>What a request needs.</summary>
    public static ForecastNeeds Of(ForecastRequest request)
    {
        string[] frequencies = [.. request.Series
            .Select(series => series.Freq)
            .Where(freq => !IsInferred(freq))
            .Distinct(StringComparer.Ordinal)];
        var covariates = request.Series.SelectMany(series => series.PastCovariates.Concat(series.FutureCovariates));
        return new ForecastNeeds
        {
            Horizon = request.Horizon,
            Freq = frequencies.Length == 1 ? frequencies[0] : null,
            HasPastCovariates = request.Series.Any(series => series.PastCovariates.Count > 0),
            HasFutureCovariates = request.Series.Any(series => series.FutureCovariates.Count > 0),
            HasStaticCovariates = request.Series.Any(series => series.StaticCovariates.Count > 0),
            IsCategorical = covariates.Any(covariate => !covariate.IsNumeric),
            SeriesCount = request.Series.Count,
            MeanHistoryLength = request.Series.Average(series => (double)series.Target.Count),
        };
    }

    /// <summary>Whether a frequency is to be found out from the timestamps.</summary>
    public static bool IsInferred(string freq) =>
        string.Equals(freq, FrequencyResolution.Auto, StringComparison.Ordinal);
}
