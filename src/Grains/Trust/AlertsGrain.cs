using Tollama.Core.Persistence;
using Tollama.Core.Trust;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Trust;

/// <summary>The alert thresholds, which live as long as the service (contract/http-api §18.12).</summary>
[KeepAlive]
internal sealed class AlertsGrain(ServiceNotes service) : Grain, IAlertsGrain
{
    private readonly CachedNote<AlertBook> _book = new(service.Notes, "alerts");

    public async Task<IReadOnlyList<AlertThreshold>> ThresholdsAsync() => (await _book.ReadAsync()).Thresholds;

    public Task SetAsync(IReadOnlyList<AlertThreshold> thresholds) =>
        _book.ChangeAsync(_ => new AlertBook { Thresholds = thresholds });
}
