using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Models.Mock;

/// <summary>
/// Contract/http-api §8: mean and every quantile are the last observation, kept as an integer where it was one; the
/// start is the last timestamp, word for word.
/// </summary>
internal sealed class MockForecaster : IForecaster
{
    /// <inheritdoc/>
    public ForecasterTraits Traits { get; } =
        new() { IsConcurrent = true, ResidentBytes = 0, InstantNumbers = 4096, Device = "unknown" };

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ForecastOutcome>> ForecastAsync(
        IReadOnlyList<ForecastWork> batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var outcomes = new ForecastOutcome[batch.Count];
        for (int i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = batch[i].Cancellation.IsCancellationRequested
                ? ForecastOutcome.Cancelled()
                : ForecastOutcome.Success(Answer(batch[i].Request));
        }

        return ValueTask.FromResult<IReadOnlyList<ForecastOutcome>>(outcomes);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static ForecastResult Answer(ForecastRequest request)
    {
        var forecasts = new SeriesForecast[request.Series.Count];
        for (int i = 0; i < forecasts.Length; i++)
        {
            forecasts[i] = Repeat(request.Series[i], request);
        }

        return new ForecastResult
        {
            Forecasts = forecasts,
            Usage = new JsonObject
            {
                ["runner"] = "tollama-mock",
                ["series_count"] = forecasts.Length,
                ["horizon"] = request.Horizon,
            },
        };
    }

    private static SeriesForecast Repeat(SeriesInput series, ForecastRequest request)
    {
        int last = series.Target.Count - 1;
        double[] values = new double[request.Horizon];
        values.AsSpan().Fill(series.Target.Span[last]);
        var row = new NumberColumn(values, series.Target.IsInteger(last));
        NumberColumn[] rows = new NumberColumn[request.Quantiles.Count];
        rows.AsSpan().Fill(row);
        return new SeriesForecast
        {
            Id = series.Id,
            Freq = series.Freq,
            StartTimestamp = series.Timestamps[series.Timestamps.Count - 1],
            Mean = row,
            Quantiles = rows.Length > 0 ? new QuantileForecasts(request.Quantiles, rows) : null,
        };
    }
}
