using Tollama.Core.Forecasting;

namespace Tollama.Grains.Contracts;

/// <summary>
/// A copy of a model on a device; an activation is one generation of it. It loads with its first forecast and gives the
/// memory back when it is deactivated. Key: <c>model@device</c>.
/// </summary>
public interface IReplicaGrain : IGrainWithStringKey
{
    /// <summary>Forecasts, in one engine call with others where the model gains from it.</summary>
    /// <exception cref="Core.Errors.TollamaException">Overloaded, ModelUnsupported, ForecastFailed and the family's own.</exception>
    [AlwaysInterleave]
    Task<ForecastResult> ForecastAsync(ForecastCall call, CancellationToken cancellationToken);

    /// <summary>Ends this generation: running forecasts end, later ones load the next.</summary>
    [AlwaysInterleave]
    Task UnloadAsync();

    /// <summary>What this copy holds now.</summary>
    [AlwaysInterleave]
    Task<ReplicaStatus> StatusAsync();
}
