using System.Runtime.CompilerServices;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Grains.Cluster;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Pulling;

/// <summary>
/// One fetch of a model's files for all copies of a silo; it ends early only when all of them have left.
/// </summary>
[SiloPinnedPlacement]
internal sealed class WeightsGrain(IWeightSource source, IClusterView view, TimeProvider time) : Grain, IWeightsGrain
{
    /// <summary>How fast files are taken to come before any did: a gigabit.</summary>
    private const double Guess = 125e6;

    /// <summary>Fetches of fewer bytes say nothing of the rate.</summary>
    private const long Telling = 1 << 20;

    private readonly Dictionary<string, PullBroadcast> _running = new(StringComparer.Ordinal);
    private double _rate = Guess;

    public Task<WeightsAnswer> FindAsync(ModelArtifact artifact) =>
        Task.FromResult(new WeightsAnswer(source.Find(artifact) is not null, _rate));

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
        long began = time.GetTimestamp();
        long? first = null;
        long bytes = 0;
        using var seat = running.Join();
        if (isFirst)
        {
            _ = running.RunAsync(stop => source.FetchAsync(artifact, Peers(), stop));
        }

        await foreach (var step in seat.ReadAllAsync(cancellationToken))
        {
            first ??= step.CompletedBytes; // what an earlier try brought counts from here
            bytes = (step.CompletedBytes ?? first ?? 0) - (first ?? 0);
            yield return step;
        }

        if (isFirst && bytes >= Telling)
        {
            _rate = bytes / Math.Max(time.GetElapsedTime(began).TotalSeconds, 0.001);
        }
    }

    public Task<WeightOffer?> OfferAsync(ModelArtifact artifact) => Task.FromResult(source.Offer(artifact));

    public async IAsyncEnumerable<WeightChunk> ReadAsync(
        string model, string sha256, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var chunk in source.ReadAsync(model, sha256, from, cancellationToken))
        {
            if (view.Members.Any(member =>
                member.Name == this.GetPrimaryKeyString() && member.State == MemberState.Draining))
            {
                throw new TollamaException(ErrorCode.Unavailable, "This silo is stopping; ask another one.");
            }

            yield return chunk;
        }
    }

    private WeightPeers Peers() => new(view, GrainFactory, this.GetPrimaryKeyString(), time);
}
