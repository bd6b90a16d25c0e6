using Tollama.Core.Forecasting;

namespace Tollama.Grains.Contracts;

/// <summary>
/// A copy of a model on a device; an activation is at most one generation of it. It loads when it is told to and gives
/// the memory back when it is deactivated. Key: <c>model@silo/device</c>; it is activated on that silo.
/// </summary>
public interface IReplicaGrain : IGrainWithStringKey
{
    /// <summary>Loads the model as soon as its device has room; joins a load that runs.</summary>
    /// <exception cref="Core.Errors.TollamaException">
    /// ModelUnsupported, DependencyMissing, ForecastFailed, InsufficientMemory: the load failed; Unavailable: the
    /// process stops.
    /// </exception>
    [AlwaysInterleave]
    Task<LoadOutcome> LoadAsync(LoadOrder order, CancellationToken cancellationToken);

    /// <summary>Forecasts, in one engine call with others where the model gains from it.</summary>
    /// <param name="call">The forecast.</param>
    /// <param name="hasSpareCopy">Whether another copy could do its work.</param>
    /// <param name="cancellationToken">The caller left, or its time is up.</param>
    /// <exception cref="Core.Errors.TollamaException">
    /// Overloaded, ModelUnsupported, ForecastFailed and the family's own.
    /// </exception>
    [AlwaysInterleave]
    Task<ReplicaAnswer> ForecastAsync(ForecastCall call, bool hasSpareCopy, CancellationToken cancellationToken);

    /// <summary>
    /// The same request for callers that would compute its series in several calls; null where it cannot be, or the
    /// copy is not loaded (<see cref="Core.Inference.IForecaster.Separate"/>).
    /// </summary>
    [AlwaysInterleave]
    Task<ForecastRequest?> SeparateAsync(ForecastRequest request);

    /// <summary>
    /// Ends this generation, whichever it is: running forecasts end, or go elsewhere when they take longer than the
    /// drain limit; later ones find it gone.
    /// </summary>
    [AlwaysInterleave]
    Task UnloadAsync();

    /// <summary>Ends the given generation when its last forecast has ended; a later one stays.</summary>
    /// <returns>Whether it was this generation.</returns>
    [AlwaysInterleave]
    Task<bool> RetireAsync(long generation);
}
