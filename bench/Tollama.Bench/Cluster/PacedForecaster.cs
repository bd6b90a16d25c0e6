using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Bench.Cluster;

/// <summary>A forecaster whose every call costs a fixed time more, during which nothing computes.</summary>
/// <param name="inner">What computes; stays its owner's.</param>
/// <param name="call">The time.</param>
internal sealed class PacedForecaster(IForecaster inner, TimeSpan call) : IForecaster
{
    public ForecasterTraits Traits => inner.Traits;

    public ForecastRequest? Separate(ForecastRequest request) => inner.Separate(request);

    public async ValueTask<IReadOnlyList<ForecastOutcome>> ForecastAsync(
        IReadOnlyList<ForecastWork> batch, CancellationToken cancellationToken)
    {
        await Task.Delay(call, cancellationToken);
        return await inner.ForecastAsync(batch, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
