using Tollama.Core.Trust;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Trust;

/// <summary>The alert thresholds, in memory (contract/http-api §18.12).</summary>
[KeepAlive]
internal sealed class AlertsGrain : Grain, IAlertsGrain
{
    private IReadOnlyList<AlertThreshold> _thresholds = [];

    public Task<IReadOnlyList<AlertThreshold>> ThresholdsAsync() => Task.FromResult(_thresholds);

    public Task SetAsync(IReadOnlyList<AlertThreshold> thresholds)
    {
        _thresholds = thresholds;
        return Task.CompletedTask;
    }
}
