using Tollama.Core.Forecasting;

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

    /// <summary>Loads a copy elsewhere before the one on a silo goes, if somebody uses it.</summary>
    [AlwaysInterleave]
    Task LeaveAsync(string silo, CancellationToken cancellationToken);
}
