using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Silo.Hub;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Pulling;

/// <summary>
/// A version that other silos have. A file is taken from the first that gives it whole: what one brought before it was
/// lost, the next goes on from, and only the digest decides whether it is stored.
/// </summary>
internal sealed partial class PeerSource : ICheckpointSource
{
    private readonly IWeightPeers _peers;
    private readonly IReadOnlyDictionary<string, WeightOffer> _offers;
    private readonly ModelArtifact _artifact;
    private readonly BlobStore _blobs;
    private readonly PeerPatience _patience;
    private readonly ILogger _log;

    /// <summary>A source for one pull.</summary>
    /// <param name="peers">The other silos.</param>
    /// <param name="offers">Those that offer the version, at least one.</param>
    /// <param name="artifact">The version.</param>
    /// <param name="blobs">Where to.</param>
    /// <param name="patience">How long one may be silent.</param>
    /// <param name="log">Log.</param>
    public PeerSource(
        IWeightPeers peers,
        IReadOnlyDictionary<string, WeightOffer> offers,
        ModelArtifact artifact,
        BlobStore blobs,
        PeerPatience patience,
        ILogger log) =>
        (_peers, _offers, _artifact, _blobs, _patience, _log) = (peers, offers, artifact, blobs, patience, log);

    /// <inheritdoc/>
    public Task<HubRepository> DescribeAsync(CancellationToken cancellationToken)
    {
        var offer = _offers.OrderBy(one => one.Key, StringComparer.Ordinal).First().Value;
        return Task.FromResult(new HubRepository(
            _artifact.Source.RepoId,
            _artifact.Commit!, // an offer is for a commit
            [
                .. offer.Files.Where(file => HubFileName.IsSafe(file.Path))
                    .Select(file => new HubFile(file.Path, file.Size, file.Sha256, GitOid: null)),
            ],
            offer.Licence == PullTargets.UnknownLicence ? null : offer.Licence));
    }

    /// <inheritdoc/>
    public long EstimateBytes(HubRepository repository, HubFile file) =>
        Math.Max(0, file.Size!.Value - _blobs.BytesPresent(file.Sha256!));

    /// <inheritdoc/>
    public async Task<StoredFile> FetchAsync(
        HubRepository repository, HubFile file, Action<long> report, CancellationToken cancellationToken)
    {
        var wanted = new WeightFile(file.Path, file.Sha256!, file.Size!.Value);
        TollamaException? last = null;
        foreach (string peer in _offers.Where(one => one.Value.Files.Contains(wanted)).Select(one => one.Key).Order())
        {
            try
            {
                await FetchAsync(peer, wanted, report, cancellationToken);
                return new StoredFile(wanted.Path, wanted.Sha256, wanted.Size);
            }
            catch (TollamaException fault) when (fault.Code != ErrorCode.StorageFailed)
            {
                LogNotGiven(peer, wanted.Path, _artifact.Name, fault.Message);
                last = fault;
            }
        }

        throw new HubException(
            HubFault.Connection,
            $"No silo gave '{wanted.Path}' of model '{_artifact.Name}' ({last?.Message ?? "none has it"})",
            last);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The peers belong to the cluster.
    }

    private async Task FetchAsync(
        string peer, WeightFile file, Action<long> report, CancellationToken cancellationToken)
    {
        await using var work = await _blobs.OpenPartialAsync(file.Sha256, cancellationToken);
        while (!await _blobs.VerifyAsync(file.Sha256, cancellationToken))
        {
            if (work.Length > file.Size)
            {
                work.Clear();
            }

            bool isResumed = work.Length > 0;
            report(work.Length);
            if (work.Length < file.Size)
            {
                await FillAsync(peer, file, work, report, cancellationToken);
            }

            if ((await work.HashAsync(cancellationToken)).Sha256 == file.Sha256)
            {
                _blobs.Commit(work, file.Sha256);
                return;
            }

            work.Clear();
            if (!isResumed) // else what was here may be to blame
            {
                throw new HubException(HubFault.Broken, $"what it sends is not what its digest {file.Sha256} says");
            }
        }
    }

    private async Task FillAsync(
        string peer, WeightFile file, PartialBlob work, Action<long> report, CancellationToken cancellationToken)
    {
        using var silence = _patience.Start();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            var chunks = _peers.ReadAsync(peer, _artifact.Name, file.Sha256, work.Length, either.Token);
            await foreach (var chunk in chunks.WithCancellation(either.Token))
            {
                silence.CancelAfter(_patience.Limit);
                if (work.Length + chunk.Bytes.Length > file.Size)
                {
                    work.Clear();
                    throw new HubException(HubFault.Broken, "it sends more bytes than it announced");
                }

                await work.AppendAsync(chunk.Bytes, cancellationToken);
                report(work.Length);
            }
        }
        catch (OperationCanceledException silent) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HubException(
                HubFault.Connection, $"it sent nothing for {_patience.Limit.TotalSeconds:0.#} s", silent);
        }

        if (work.Length < file.Size)
        {
            throw new HubException(HubFault.Connection, $"it sent only {work.Length} of {file.Size} bytes");
        }
    }

    [LoggerMessage(6030, LogLevel.Warning, "Silo {Peer} did not give '{File}' of model {Model}: {Reason}")]
    private partial void LogNotGiven(string peer, string file, string model, string reason);
}
