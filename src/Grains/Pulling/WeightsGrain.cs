using System.Runtime.CompilerServices;
using Tollama.Core.Catalog;
using Tollama.Core.Inference;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Pulling;

/// <summary>
/// One fetch of a model's files for all copies of a silo; it ends early only when all of them have left.
/// </summary>
[SiloPinnedPlacement]
internal sealed class WeightsGrain(IWeightSource source) : Grain, IWeightsGrain
{
    private readonly Dictionary<string, PullBroadcast> _running = new(StringComparer.Ordinal);

    public Task RemoveAsync(string model)
    {
        source.Remove(model);
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<PullEvent> FetchAsync(
        ModelArtifact artifact, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool isFirst = !_running.TryGetValue(artifact.Name, out var running) || running.IsOver;
        running = isFirst ? _running[artifact.Name] = new PullBroadcast() : running!;
        using var seat = running.Join();
        if (isFirst)
        {
            _ = running.RunAsync(stop => source.FetchAsync(artifact, stop));
        }

        await foreach (var step in seat.ReadAllAsync(cancellationToken))
        {
            yield return step;
        }
    }
}
