namespace Tollama.Core.Forecasting;

/// <summary>The forecast of one series (contract/http-api §3).</summary>
public sealed record SeriesForecast
{
    /// <summary>Id of the series it belongs to.</summary>
    public required string Id { get; init; }

    /// <summary>Resolved offset alias.</summary>
    public required string Freq { get; init; }

    /// <summary>Time of the first step, by the family's rule (§4.3).</summary>
    public required string StartTimestamp { get; init; }

    /// <summary>Point forecast, <c>(horizon)</c>.</summary>
    public required NumberColumn Mean { get; init; }

    /// <summary>Quantile forecasts; null when none were requested or the model has none.</summary>
    public QuantileForecasts? Quantiles { get; init; }
}
