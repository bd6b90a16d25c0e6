using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Tollama.Core.Catalog;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Silo.Hub;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Pulling;

/// <summary>
/// Installs models: one pull per name at a time, whatever process asks; who comes later waits and finds the model
/// present (that callers of one cluster share one pull is the pull grain's doing). Snapshot first, record second: what
/// a crash leaves between the two, the next pull records.
/// </summary>
internal sealed class ModelPuller
{
    private const string Local = "local";

    private readonly StoreOptions _options;
    private readonly InstallRecords _records;
    private readonly LicenceReceipts _receipts;
    private readonly BlobStore _blobs;
    private readonly StoreSweeper _sweeper;
    private readonly PullSurroundings _surroundings;

    /// <summary>A puller for one store.</summary>
    public ModelPuller(
        StoreOptions options,
        InstallRecords records,
        LicenceReceipts receipts,
        BlobStore blobs,
        StoreSweeper sweeper,
        PullSurroundings surroundings)
    {
        (_options, _records, _receipts) = (options, records, receipts);
        (_blobs, _sweeper, _surroundings) = (blobs, sweeper, surroundings);
    }

    /// <summary>
    /// Pulls. Licence checks are the caller's. Who stops enumerating ends the pull, and waits for its end.
    /// </summary>
    /// <param name="target">What.</param>
    /// <param name="request">How.</param>
    /// <param name="open">Another source than the target names; null for that.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<PullEvent> PullAsync(
        PullTarget target,
        PullRequest request,
        Func<BlobStore, ICheckpointSource>? open,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = Channel.CreateUnbounded<PullEvent>(new UnboundedChannelOptions { SingleReader = true });
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = RunAsync(
            target,
            request,
            () => open?.Invoke(_blobs) ?? OpenSource(target.Source, request),
            events.Writer,
            leaving.Token);
        try
        {
            await foreach (var happened in events.Reader.ReadAllAsync(cancellationToken))
            {
                yield return happened;
            }

            await work;
        }
        finally
        {
            await leaving.CancelAsync();
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAsync(
        PullTarget target,
        PullRequest request,
        Func<ICheckpointSource?> open,
        ChannelWriter<PullEvent> events,
        CancellationToken cancellationToken)
    {
        try
        {
            await InstallAsync(target, request, open, happened => events.TryWrite(happened), cancellationToken);
        }
        catch (Exception inner) when (DiskFault.IsDiskFault(inner))
        {
            throw DiskFault.Describe(_options.Home, inner);
        }
        finally
        {
            events.Complete();
        }
    }

    private async Task InstallAsync(
        PullTarget target,
        PullRequest request,
        Func<ICheckpointSource?> open,
        Action<PullEvent> emit,
        CancellationToken cancellationToken)
    {
        var name = ModelName.Parse(target.Name);
        using (await _sweeper.BeginPullAsync(name, _surroundings.Time, cancellationToken))
        {
            var manifest = target.Source.Type == SourceTypes.Folder
                ? UseFolder(target, emit)
                : await FetchAsync(name, target, request, open, emit, cancellationToken);
            _records.Write(name, manifest);
            _receipts.Write(name, manifest.Licence);
            emit(new PullEvent
            {
                Status = "success",
                Model = manifest.Name,
                Digest = manifest.CommitSha,
                Size = manifest.SizeBytes,
            });
        }

        _sweeper.Sweep();
    }

    private async Task<ModelManifest> FetchAsync(
        ModelName name,
        PullTarget target,
        PullRequest request,
        Func<ICheckpointSource?> open,
        Action<PullEvent> emit,
        CancellationToken cancellationToken)
    {
        var snapshot = _sweeper.SnapshotOf(name);
        var before = _records.Find(name);
        if (snapshot.IsPresent)
        {
            emit(new PullEvent { Status = "already present", Model = target.Name });
            return Keep(target, before, snapshot);
        }

        emit(new PullEvent { Status = "pulling manifest" });
        using var source = open();
        if (source is null)
        {
            return InstallNothing(target, before, snapshot, emit);
        }

        var pull = new CheckpointPull(source, _blobs, snapshot, emit, _surroundings);
        var pulled = await pull.RunAsync(target, request, cancellationToken);
        return Record(target, pulled.Identity, before, pulled.Licence) with
        {
            CommitSha = pulled.Index.Commit,
            SnapshotPath = snapshot.FullPath,
            SizeBytes = pulled.Index.Size,
            PulledAt = UtcText.Now(_surroundings.Time),
        };
    }

    private ICheckpointSource? OpenSource(ModelSource source, PullRequest request)
    {
        var cache = new HuggingFaceCache(request.HfHome ?? _options.HuggingFaceHome);
        return source.Type switch
        {
            SourceTypes.Hub when request.Offline || request.LocalFilesOnly =>
                new CacheSource(cache, _blobs, source.RepoId, source.Revision),
            SourceTypes.Hub => new HubSource(
                new HubClient(_options.Hub, request, _surroundings.Time),
                cache,
                _blobs,
                source.RepoId,
                source.Revision),
            SourceTypes.Bundled => new FolderSource(
                _blobs, source.RepoId, Path.Combine(_options.BundledCheckpoints, source.RepoId)),
            _ => null,
        };
    }

    /// <summary>A snapshot that is here already; a record that lost its facts gets them back.</summary>
    private ModelManifest Keep(PullTarget target, ModelManifest? before, SnapshotFolder snapshot)
    {
        var identity =
            target.Family is null && string.IsNullOrEmpty(before?.Family) ? Identify(target, snapshot.FullPath) : null;
        return Record(target, identity, before, licence: null) with
        {
            CommitSha = before?.CommitSha ?? snapshot.ReadIndex()?.Commit ?? (IsHub(target) ? "unknown" : Local),
            SnapshotPath = snapshot.FullPath,
            SizeBytes = snapshot.MeasureBytes(),
            PulledAt = before?.PulledAt ?? UtcText.Now(_surroundings.Time),
        };
    }

    /// <summary>A model without weights: an empty snapshot.</summary>
    private ModelManifest InstallNothing(
        PullTarget target, ModelManifest? before, SnapshotFolder snapshot, Action<PullEvent> emit)
    {
        emit(new PullEvent { Status = "resolving digest", Digest = Local });
        snapshot.Begin();
        snapshot.Commit(new SnapshotIndex(target.Source.RepoId, Local, []));
        return Record(target, identity: null, before, licence: null) with
        {
            CommitSha = Local,
            SnapshotPath = snapshot.FullPath,
            PulledAt = UtcText.Now(_surroundings.Time),
        };
    }

    /// <summary>A folder of the user is used where it is; only the record is ours.</summary>
    private ModelManifest UseFolder(PullTarget target, Action<PullEvent> emit)
    {
        string folder = target.Source.RepoId;
        if (!Directory.Exists(folder))
        {
            throw new TollamaException(
                ErrorCode.ModelNotFound,
                $"There is no folder '{folder}' on the machine of the daemon.");
        }

        emit(new PullEvent { Status = "resolving digest", Digest = Local });
        var identity = Identify(target, folder);
        var before = _records.Find(ModelName.Parse(target.Name));
        return Record(target, identity, before, licence: null) with
        {
            CommitSha = Local,
            SnapshotPath = folder,
            SizeBytes = SnapshotFolder.MeasureBytes(folder),
            PulledAt = UtcText.Now(_surroundings.Time),
        };
    }

    /// <summary>The record as far as every kind of pull agrees on it; what was known before stays.</summary>
    private ModelManifest Record(PullTarget target, ModelIdentity? identity, ModelManifest? before, string? licence)
    {
        string now = UtcText.Now(_surroundings.Time);
        bool isNewAcceptance = target.Licence is { NeedsAcceptance: true, Accepted: false };
        var described = target.Describe(identity, before);
        return new ModelManifest
        {
            Name = target.Name,
            Family = described.Family ?? string.Empty,
            Source = target.Source,
            InstalledAt = before?.InstalledAt ?? now,
            Licence = LicenceGate.Merge(target.Licence, licence, before?.Licence) with
            {
                Accepted = true,
                AcceptedAt = (isNewAcceptance ? null : before?.Licence.AcceptedAt) ?? now,
            },
            Metadata = described.Metadata,
            Capabilities = described.Capabilities,
        };
    }

    private ModelIdentity Identify(PullTarget target, string folder) =>
        _surroundings.Families.Identify(folder) ?? throw CheckpointArchitecture.Refuse(target.Source.RepoId, folder);

    private static bool IsHub(PullTarget target) => target.Source.Type == SourceTypes.Hub;
}
