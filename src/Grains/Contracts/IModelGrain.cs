using Tollama.Core.Forecasting;
using Tollama.Core.Inference;

namespace Tollama.Grains.Contracts;

/// <summary>
/// The one decision point of a model: where its copies are, which one computes. Key: the name it is installed under.
/// </summary>
public interface IModelGrain : IGrainWithStringKey
{
    /// <summary>Forecasts on a loaded copy, loading one where there is none.</summary>
    /// <exception cref="Core.Errors.TollamaException">Every fault of contract/http-api §1.4.</exception>
    [AlwaysInterleave]
    Task<ForecastResult> ForecastAsync(ForecastCall call, CancellationToken cancellationToken);

    /// <summary>Unloads every copy; running forecasts end first.</summary>
    [AlwaysInterleave]
    Task UnloadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Says where the model may be and whether it stays, and brings that about; if that cannot be done now, what was
    /// said before stays.
    /// </summary>
    /// <exception cref="Core.Errors.TollamaException">
    /// Unavailable: no device that it names takes the model; Conflict: too much is pinned; faults of loading.
    /// </exception>
    Task PinAsync(ModelArtifact artifact, ModelPin pin, CancellationToken cancellationToken);

    /// <summary>The model may be anywhere again, and go when its time is up.</summary>
    /// <returns>Whether it was pinned.</returns>
    Task<bool> UnpinAsync();

    /// <summary>Sees to it that the model is where its pin wants it; loads it if it is to stay.</summary>
    Task HoldAsync(ModelArtifact artifact, CancellationToken cancellationToken);

    /// <summary>How forecasts are spread over the copies.</summary>
    [AlwaysInterleave]
    [ReadOnly]
    Task<RoutingReport> DescribeRoutingAsync();

    /// <summary>Loads a copy elsewhere before the one on a silo goes, if somebody uses it.</summary>
    [AlwaysInterleave]
    Task LeaveAsync(string silo, CancellationToken cancellationToken);
}
