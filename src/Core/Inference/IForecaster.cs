using Tollama.Core.Forecasting;

namespace Tollama.Core.Inference;

/// <summary>
/// A model loaded on a device. Whole requests go in as a batch: rows that may share an engine call are grouped by the
/// family, which alone knows what its network lets neighbours see. A request's numbers do not depend on the others.
/// </summary>
public interface IForecaster : IAsyncDisposable
{
    /// <summary>Facts about this loaded copy.</summary>
    ForecasterTraits Traits { get; }

    /// <summary>
    /// Computes something small once after loading, so that memory and kernels of the device are in place when the
    /// first forecast comes. Nothing to do where nothing was loaded.
    /// </summary>
    /// <exception cref="Errors.TollamaException">The model cannot compute.</exception>
    ValueTask WarmAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>
    /// The same request, for callers that would compute its series in several calls: whatever the family settles for a
    /// request as a whole (a drawn seed, a common length) is written into its options, so that some of its series alone
    /// have the answers that they have among all.
    /// </summary>
    /// <returns>Null where the series see each other, and have to be computed together.</returns>
    /// <exception cref="Errors.TollamaException">The request as a whole is refused.</exception>
    ForecastRequest? Separate(ForecastRequest request) => null;

    /// <summary>Samples that a request draws for each series; 1 where nothing is sampled.</summary>
    /// <exception cref="Errors.TollamaException">BadRequest: the options say nothing sensible.</exception>
    int SamplesOf(ForecastRequest request) => 1;

    /// <summary>
    /// Forecasts every request of the batch. Never throws for one request's fault: each outcome is a result or a typed
    /// error. Called again before the last call ended only if <see cref="ForecasterTraits.IsConcurrent"/>.
    /// </summary>
    /// <param name="batch">At least one request.</param>
    /// <param name="cancellationToken">Gives up the whole batch.</param>
    /// <returns>One outcome per request, in order.</returns>
    ValueTask<IReadOnlyList<ForecastOutcome>> ForecastAsync(
        IReadOnlyList<ForecastWork> batch, CancellationToken cancellationToken);
}
