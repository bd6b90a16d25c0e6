using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Grains.Cluster;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Pulling;

/// <summary>The model files of the other silos, over the cluster's own transport.</summary>
/// <param name="view">Who they are.</param>
/// <param name="grains">Reaches them.</param>
/// <param name="self">Name of this silo.</param>
/// <param name="time">The clock.</param>
internal sealed class WeightPeers(IClusterView view, IGrainFactory grains, string self, TimeProvider time)
    : IWeightPeers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<IReadOnlyDictionary<string, WeightOffer>> FindAsync(
        ModelArtifact artifact, CancellationToken cancellationToken)
    {
        string[] others =
        [
            .. view.Members
                .Where(member => member is { Role: not "gateway", State: MemberState.Active } && member.Name != self)
                .Select(member => member.Name)
                .Distinct(StringComparer.Ordinal),
        ];
        var offers = await Task.WhenAll(others.Select(other => AskAsync(other, artifact, cancellationToken)));
        return others.Zip(offers)
            .Where(asked => asked.Second is not null)
            .ToDictionary(asked => asked.First, asked => asked.Second!, StringComparer.Ordinal);
    }

    public IAsyncEnumerable<WeightChunk> ReadAsync(
        string peer, string model, string sha256, long from, CancellationToken cancellationToken) =>
        grains.GetGrain<IWeightsGrain>(peer).ReadAsync(model, sha256, from, cancellationToken);

    private async Task<WeightOffer?> AskAsync(
        string silo, ModelArtifact artifact, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await grains.GetGrain<IWeightsGrain>(silo).OfferAsync(artifact).WaitAsync(either.Token);
        }
        catch (TollamaException)
        {
            return null; // it is going or gone: what it had is not to be had
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
