using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Tollama.Core.Catalog;
using Tollama.Core.Inference;

namespace Tollama.Grains.Tests.Kit;

/// <summary>Model files that are here, or come as a test says.</summary>
internal sealed class TestWeights : IWeightSource
{
    /// <summary>Whether the files are on this machine.</summary>
    public bool AreHere { get; set; } = true;

    /// <summary>Progress of the fetch, written by the test; its end or its fault ends the fetch.</summary>
    public Channel<PullEvent> Steps { get; private set; } = Channel.CreateUnbounded<PullEvent>();

    public int Fetches { get; private set; }

    public void Reset() => Steps = Channel.CreateUnbounded<PullEvent>();

    public ModelArtifact? Find(ModelArtifact artifact) => AreHere ? artifact : null;

    public void Remove(string model) => AreHere = false;

    public async IAsyncEnumerable<PullEvent> FetchAsync(
        ModelArtifact artifact, IWeightPeers peers, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Fetches++;
        await foreach (var step in Steps.Reader.ReadAllAsync(cancellationToken))
        {
            yield return step;
        }

        AreHere = true;
    }

    public WeightOffer? Offer(ModelArtifact artifact) => null;

    public IAsyncEnumerable<WeightChunk> ReadAsync(
        string model, string sha256, long from, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
