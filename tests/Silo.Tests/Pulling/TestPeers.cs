using System.Runtime.CompilerServices;
using Tollama.Core.Errors;
using Tollama.Core.Inference;

namespace Tollama.Silo.Tests.Pulling;

/// <summary>Machines by name, each of which may be lost, lie or fall silent in the middle of a file.</summary>
internal sealed class TestPeers(params (string Name, IWeightSource Source)[] peers) : IWeightPeers
{
    /// <summary>Peer, offset of each read, in order; of files that are larger than <see cref="Large"/>.</summary>
    public List<(string Peer, long From)> Reads { get; } = [];

    /// <summary>What happens to a peer after so many bytes of a large file.</summary>
    public Dictionary<string, (long After, PeerFault Fault)> Faults { get; } = [];

    /// <summary>Somebody waits for a silent peer.</summary>
    public TaskCompletionSource IsSilent { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private const long Large = 10_000;

    public Task<IReadOnlyDictionary<string, WeightOffer>> FindAsync(
        ModelArtifact artifact, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, WeightOffer>>(
            peers.Select(peer => (peer.Name, Offer: peer.Source.Offer(artifact)))
                .Where(asked => asked.Offer is not null)
                .ToDictionary(asked => asked.Name, asked => asked.Offer!));

    public async IAsyncEnumerable<WeightChunk> ReadAsync(
        string peer,
        string model,
        string sha256,
        long from,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var source = peers.Single(one => one.Name == peer).Source;
        bool isLarge = source.Offer(Offered!)!.Files.Single(file => file.Sha256 == sha256).Size > Large;
        if (isLarge)
        {
            Reads.Add((peer, from));
        }

        long sent = 0;
        await foreach (var chunk in source.ReadAsync(model, sha256, from, cancellationToken))
        {
            byte[] bytes = chunk.Bytes.ToArray();
            if (isLarge && Faults.TryGetValue(peer, out var fault) && sent + bytes.Length > fault.After)
            {
                switch (fault.Fault)
                {
                    case PeerFault.Lost:
                        yield return new WeightChunk(bytes.AsMemory(0, (int)(fault.After - sent)));
                        throw new SiloLost();
                    case PeerFault.Damaged:
                        bytes[^1] ^= 1;
                        break;
                    default:
                        IsSilent.TrySetResult();
                        await Task.Delay(Timeout.Infinite, cancellationToken);
                        break;
                }
            }

            sent += bytes.Length;
            yield return new WeightChunk(bytes);
        }
    }

    /// <summary>What is offered.</summary>
    public ModelArtifact? Offered { get; set; }

    private sealed class SiloLost() : TollamaException(ErrorCode.Unavailable, "the silo was lost");
}
