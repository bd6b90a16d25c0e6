namespace Tollama.Core.Forecasting;

/// <summary>A forecast request (contract/http-api §2.2), already valid.</summary>
public sealed record ForecastRequest
{
    /// <summary>Name or reference of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Steps to forecast, at least 1.</summary>
    public required int Horizon { get; init; }

    /// <summary>Quantile levels in (0,1), ascending, unique; empty when only the mean is wanted.</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [];

    /// <summary>The series, at least one.</summary>
    public required IReadOnlyList<SeriesInput> Series { get; init; }

    /// <summary>Options for the family, unread so far.</summary>
    public ForecastOptions Options { get; init; } = ForecastOptions.Empty;

    /// <summary>Seconds the caller is willing to wait; null for the server's default.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>Parameters of the contract.</summary>
    public ForecastParameters Parameters { get; init; } = ForecastParameters.Default;

    /// <summary>Observations to forecast from and numbers of the forecast, over all series.</summary>
    public long CountNumbers()
    {
        long numbers = (long)Series.Count * Horizon * (1 + Quantiles.Count);
        for (int i = 0; i < Series.Count; i++)
        {
            numbers += Series[i].Target.Count;
        }

        return numbers;
    }
}
