using System.Collections.Concurrent;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Grains.Tests.Kit;

/// <summary>
/// A loaded toy: repeats the last value; minus one is poison for the whole call, minus two for the request.
/// </summary>
internal sealed class ToyForecaster(TestModels models, ModelArtifact artifact, DeviceId device, Action onDispose)
    : IForecaster
{
    private int _calls;

    public ModelArtifact Artifact => artifact;

    public bool IsDisposed { get; private set; }

    public ConcurrentQueue<int> BatchSizes { get; } = new();

    public ForecasterTraits Traits => new()
    {
        IsConcurrent = models.IsConcurrent,
        ResidentBytes = models.Bytes,
        PreferredBatch = models.PreferredBatch,
        Device = device.ToString(),
        HasSteadyPace = models.HasSteadyPace,
    };

    public ForecastRequest? Separate(ForecastRequest request) => models.SeriesAreIndependent ? request : null;

    public async ValueTask<IReadOnlyList<ForecastOutcome>> ForecastAsync(
        IReadOnlyList<ForecastWork> batch, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Assert.True(Interlocked.Increment(ref _calls) == 1 || models.IsConcurrent, "two calls at once");
        BatchSizes.Enqueue(batch.Count);
        try
        {
            await (models.BeforeEngine?.Invoke(batch) ?? Task.CompletedTask);
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            return batch.Any(work => Last(work) == -1)
                ? throw new InvalidOperationException("engine fault")
                : [.. batch.Select(Answer)];
        }
        finally
        {
            Interlocked.Decrement(ref _calls);
        }
    }

    public ValueTask DisposeAsync()
    {
        Assert.False(IsDisposed);
        Assert.Equal(0, _calls);
        IsDisposed = true;
        onDispose();
        return ValueTask.CompletedTask;
    }

    private static double Last(ForecastWork work) => work.Request.Series[0].Target.Span[^1];

    private static ForecastOutcome Answer(ForecastWork work)
    {
        if (work.Cancellation.IsCancellationRequested)
        {
            return ForecastOutcome.Cancelled();
        }

        return Last(work) == -2
            ? ForecastOutcome.Failed(new TollamaException(ErrorCode.BadRequest, "minus two"))
            : ForecastOutcome.Success(new ForecastResult
            {
                Forecasts = [.. work.Request.Series.Select(series => new SeriesForecast
                {
                    Id = series.Id,
                    Freq = series.Freq,
                    StartTimestamp = "2025-01-03",
                    Mean = new NumberColumn(Enumerable.Repeat(series.Target.Span[^1], work.Request.Horizon).ToArray()),
                })],
            });
    }
}
