namespace Tollama.Core.Inference;

/// <summary>The other machines of the cluster, as far as they have a model's files.</summary>
public interface IWeightPeers
{
    /// <summary>Who offers exactly this version now, by name; one that does not answer soon offers nothing.</summary>
    Task<IReadOnlyDictionary<string, WeightOffer>> FindAsync(
        ModelArtifact artifact, CancellationToken cancellationToken);

    /// <summary>Reads a file from one of them; nothing proves its content but its digest.</summary>
    /// <param name="peer">Who offers it.</param>
    /// <param name="model">Name that the model is installed under.</param>
    /// <param name="sha256">The file.</param>
    /// <param name="from">Bytes that are here already.</param>
    /// <param name="cancellationToken">Gives up.</param>
    IAsyncEnumerable<WeightChunk> ReadAsync(
        string peer, string model, string sha256, long from, CancellationToken cancellationToken);
}
