using System.Runtime.CompilerServices;
using Tollama.Core.Catalog;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Pulling;

/// <summary>One download however many ask; it ends early only when everybody has left.</summary>
internal sealed class PullGrain(IModelStore store) : Grain, IPullGrain
{
    private PullBroadcast? _running;

    public async IAsyncEnumerable<PullEvent> PullAsync(
        PullRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool isFirst = _running is not { IsOver: false };
        var running = isFirst ? _running = new PullBroadcast() : _running!;
        using var seat = running.Join();
        if (isFirst)
        {
            _ = running.RunAsync(stop => store.PullAsync(request, stop));
        }

        await foreach (var step in seat.ReadAllAsync(cancellationToken))
        {
            yield return step;
        }
    }
}
