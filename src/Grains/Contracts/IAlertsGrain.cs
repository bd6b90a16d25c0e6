using Tollama.Core.Trust;

namespace Tollama.Grains.Contracts;

/// <summary>
/// The alert thresholds of all gateways; they live as long as the silo that keeps them. Key: <c>alerts</c>.
/// </summary>
public interface IAlertsGrain : IGrainWithStringKey
{
    /// <summary>What counts now.</summary>
    [AlwaysInterleave]
    Task<IReadOnlyList<AlertThreshold>> ThresholdsAsync();

    /// <summary>Replaces all of it.</summary>
    [AlwaysInterleave]
    Task SetAsync(IReadOnlyList<AlertThreshold> thresholds);
}
