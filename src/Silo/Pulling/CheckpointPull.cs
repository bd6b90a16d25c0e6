using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Silo.Hub;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Pulling;

/// <summary>
/// Builds a model's snapshot from a source: descriptions first, so that an unreadable checkpoint is refused before its
/// weights travel; then, if the disk has room, the weights, several files at a time.
/// </summary>
internal sealed class CheckpointPull
{
    private const long SpareBytes = 64L * 1024 * 1024;
    private const int MostTries = 3;

    private readonly ICheckpointSource _source;
    private readonly BlobStore _blobs;
    private readonly SnapshotFolder _snapshot;
    private readonly Action<PullEvent> _emit;
    private readonly PullSurroundings _surroundings;

    /// <summary>Prepares the pull of one checkpoint into one snapshot.</summary>
    public CheckpointPull(
        ICheckpointSource source,
        BlobStore blobs,
        SnapshotFolder snapshot,
        Action<PullEvent> emit,
        PullSurroundings surroundings) =>
        (_source, _blobs, _snapshot, _emit, _surroundings) = (source, blobs, snapshot, emit, surroundings);

    /// <summary>Pulls; nothing but unfinished blobs is left when it fails.</summary>
    /// <exception cref="TollamaException">UpstreamFailed, StorageFailed, ModelUnsupported, LicenceRequired.</exception>
    public async Task<PulledCheckpoint> RunAsync(
        PullTarget target,
        PullRequest request,
        CancellationToken cancellationToken)
    {
        try
        {
            var repository = await _source.DescribeAsync(cancellationToken);
            _emit(new PullEvent { Status = "resolving digest", Digest = repository.Commit });
            WarnOfInsecurity(request);
            LicenceGate.CheckCard(target, repository, request.AcceptLicence);
            _snapshot.Begin();
            return await BuildAsync(target, repository, Math.Max(1, request.MaxWorkers), cancellationToken);
        }
        catch (HubException fault) when (target.Family is null && fault.IsAbsence)
        {
            // A registry entry exists whatever the hub says; a reference is only as good as its repository.
            throw new TollamaException(ErrorCode.ModelNotFound, fault.Message, fault);
        }
        catch (Exception inner) when (DiskFault.IsDiskFault(inner))
        {
            throw DiskFault.Describe(_snapshot.WorkPath, inner);
        }
        finally
        {
            _snapshot.Abandon();
        }
    }

    private async Task<PulledCheckpoint> BuildAsync(
        PullTarget target, HubRepository repository, int workers, CancellationToken cancellationToken)
    {
        var descriptions = CheckpointFiles.SelectDescriptions(repository.Files);
        var described = await TakeAllAsync(repository, descriptions, progress: null, workers, cancellationToken);
        if (target.Family is null)
        {
            _ = Identify(target); // a checkpoint of no family is refused before its weights are fetched
        }

        var weights = CheckpointFiles.SelectWeights(repository.Files, ReadShards(), target.Checkpoint)
            .Where(file => !descriptions.Contains(file))
            .ToList();
        if (target.Family is null && !weights.Exists(CheckpointFiles.IsSafetensors))
        {
            throw CheckpointArchitecture.RefuseWeights(target.Source.RepoId, weights);
        }

        CheckSpace(weights.Sum(file => _source.EstimateBytes(repository, file)));

        var progress = new PullProgress([.. descriptions, .. weights], _emit, _surroundings.Time);
        for (int file = 0; file < described.Count; file++)
        {
            progress.Complete(file, described[file].Size);
        }

        var weighed = await TakeAllAsync(repository, weights, progress, workers, cancellationToken, descriptions.Count);
        progress.Finish();

        var identity = target.Family is null ? Identify(target) : null; // weights may tell more than the config
        var files = described.Concat(weighed).OrderBy(file => file.Path, StringComparer.Ordinal).ToList();
        var index = new SnapshotIndex(repository.RepoId, repository.Commit, files);
        _snapshot.Commit(index);
        return new PulledCheckpoint(index, repository.Licence, identity);
    }

    private async Task<IReadOnlyList<StoredFile>> TakeAllAsync(
        HubRepository repository,
        IReadOnlyList<HubFile> files,
        PullProgress? progress,
        int workers,
        CancellationToken cancellationToken,
        int firstNumber = 0)
    {
        var stored = new StoredFile[files.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, files.Count, options, async (number, token) =>
        {
            int shown = firstNumber + number;
            stored[number] = await TakeAsync(repository, files[number], bytes => progress?.Report(shown, bytes), token);
            progress?.Complete(shown, stored[number].Size);
        });
        return stored;
    }

    /// <summary>A blob may be swept between its arrival and its link; then it is fetched again.</summary>
    private async Task<StoredFile> TakeAsync(
        HubRepository repository, HubFile file, Action<long> report, CancellationToken cancellationToken)
    {
        for (int attempt = 1; attempt <= MostTries; attempt++)
        {
            var stored = await _source.FetchAsync(repository, file, report, cancellationToken);
            if (_blobs.TryLink(stored.Sha256, Path.Combine(_snapshot.WorkPath, file.Path)))
            {
                return stored;
            }
        }

        throw new TollamaException(
            ErrorCode.Conflict,
            $"The content of '{file.Path}' is deleted as fast as it arrives; end the other program and pull again.");
    }

    private IReadOnlyList<string>? ReadShards()
    {
        string path = Path.Combine(_snapshot.WorkPath, CheckpointFiles.ShardIndex);
        return File.Exists(path) ? CheckpointFiles.ReadShards(File.ReadAllBytes(path)) : null;
    }

    private ModelIdentity Identify(PullTarget target) =>
        _surroundings.Families.Identify(_snapshot.WorkPath)
        ?? throw CheckpointArchitecture.Refuse(target.Source.RepoId, _snapshot.WorkPath);

    private void CheckSpace(long needed)
    {
        long free = _surroundings.FreeBytes(_snapshot.WorkPath);
        if (needed > 0 && needed + SpareBytes > free)
        {
            throw new TollamaException(
                ErrorCode.StorageFailed,
                $"The weights take {ToMegabytes(needed)} MB, but only {ToMegabytes(free)} MB are free at "
                    + $"'{Path.GetDirectoryName(_snapshot.WorkPath)}'; free some space, or set TOLLAMA_HOME to another "
                    + "disk."
            );
        }
    }

    private static long ToMegabytes(long bytes) => bytes / 1_000_000;

    private void WarnOfInsecurity(PullRequest request)
    {
        if (request.Insecure)
        {
            _emit(
                new PullEvent
                {
                    Status = "warning",
                    Message = "TLS certificates are not verified for this pull (insecure).",
                });
        }
    }
}
