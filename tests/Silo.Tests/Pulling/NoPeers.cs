using Tollama.Core.Inference;

namespace Tollama.Silo.Tests.Pulling;

/// <summary>A machine that is alone.</summary>
internal sealed class NoPeers : IWeightPeers
{
    public static NoPeers Instance { get; } = new();

    public Task<IReadOnlyDictionary<string, WeightOffer>> FindAsync(
        ModelArtifact artifact, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, WeightOffer>>(new Dictionary<string, WeightOffer>());

    public IAsyncEnumerable<WeightChunk> ReadAsync(
        string peer, string model, string sha256, long from, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Nobody offered anything.");
}
