using Tollama.Core.Forecasting;

namespace Tollama.Gateway.Forecasting;

/// <summary>A request after frequency and covariates were settled.</summary>
/// <param name="Request">The request that explanation and metrics refer to.</param>
/// <param name="Warnings">Warnings of these steps, in their order.</param>
internal sealed record PreparedForecast(ForecastRequest Request, IReadOnlyList<string> Warnings)
{
    /// <summary>The request without what the model must not see: the actuals and the metrics over them.</summary>
    public ForecastRequest ForModel() =>
        Request.Parameters.Metrics is null && Request.Series.All(series => series.Actuals is null)
            ? Request
            : Request with
            {
                Series = [.. Request.Series.Select(series => series with { Actuals = null })],
                Parameters = Request.Parameters with { Metrics = null },
            };
}
