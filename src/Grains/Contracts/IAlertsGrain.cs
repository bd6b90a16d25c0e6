using Tollama.Core.Trust;

namespace Tollama.Grains.Contracts;

/// <summary>
/// The alert thresholds of all gateways: in the memory of one machine, or in the cluster's database. Key:
/// <c>alerts</c>. Every member may throw Unavailable.
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
