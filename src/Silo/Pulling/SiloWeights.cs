using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Tollama.Core.Catalog;
using Tollama.Core.Configuration;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Pulling;

/// <summary>
/// The files of models that another machine of the cluster installed: copied from a silo that has them, else pulled
/// anew here, with this machine's settings.
/// </summary>
internal sealed partial class SiloWeights : IWeightSource
{
    private const int ChunkBytes = 64 << 10;

    private readonly ModelStore _store;
    private readonly ProcessEnvironment _environment;
    private readonly ConfigFile _config;
    private readonly string _home;
    private readonly PeerPatience _patience;
    private readonly ILogger _log;

    /// <summary>Looks into and fills a store.</summary>
    public SiloWeights(ModelStore store, SiloOptions options, TimeProvider time, ILogger<SiloWeights> log)
    {
        (_store, _environment, _log) = (store, options.Environment, log);
        _config = new ConfigFile(options.Home);
        _home = Path.GetFullPath(options.Home) + Path.DirectorySeparatorChar;
        _patience = new PeerPatience(TimeSpan.FromSeconds(20), time);
    }

    /// <inheritdoc/>
    public ModelArtifact? Find(ModelArtifact artifact)
    {
        if (artifact.SnapshotPath is null
            || (IsOurs(artifact) && Directory.Exists(artifact.SnapshotPath) && IsThatVersion(artifact)))
        {
            return artifact;
        }

        return Installed(artifact) is { } manifest && manifest.CommitSha == artifact.Commit
            ? artifact with { SnapshotPath = manifest.SnapshotPath }
            : null;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<PullEvent> FetchAsync(
        ModelArtifact artifact, IWeightPeers peers, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (artifact.Source.Type == SourceTypes.Hub && artifact.Commit is not null)
        {
            if (Installed(artifact) is { } other && other.CommitSha != artifact.Commit)
            {
                _store.Remove(artifact.Name);
            }

            await foreach (var step in CopyAsync(artifact, peers, cancellationToken))
            {
                yield return step;
            }
        }

        if (Find(artifact) is null)
        {
            await foreach (var step in _store.PullAsync(Request(artifact), cancellationToken))
            {
                yield return step;
            }
        }

        if (Find(artifact) is null)
        {
            throw new TollamaException(
                ErrorCode.ModelUnsupported,
                $"Model '{artifact.Name}' is installed as {artifact.Commit}, but here its source gives "
                + $"{Installed(artifact)?.CommitSha ?? "nothing"}; pull it again so that all machines have the same.");
        }
    }

    /// <inheritdoc/>
    public WeightOffer? Offer(ModelArtifact artifact)
    {
        if (artifact.Source.Type != SourceTypes.Hub || artifact.Commit is null
            || Installed(artifact) is not { } manifest || manifest.CommitSha != artifact.Commit
            || _store.ReadIndex(artifact.Name) is not { } index || index.Commit != artifact.Commit)
        {
            return null;
        }

        try
        {
            _store.CheckLicence(artifact.Name);
        }
        catch (TollamaException fault) when (fault.Code == ErrorCode.LicenceRequired)
        {
            return null;
        }

        return new WeightOffer(
            manifest.Licence.Type,
            [.. index.Files.Select(file => new WeightFile(file.Path, file.Sha256, file.Size))]);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<WeightChunk> ReadAsync(
        string model, string sha256, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _store.CheckLicence(model);
        await using var content = Open(model, sha256);
        content.Seek(from, SeekOrigin.Begin);
        byte[] buffer = new byte[ChunkBytes];
        while (await content.ReadAsync(buffer, cancellationToken) is > 0 and int read)
        {
            yield return new WeightChunk(buffer.AsMemory(0, read));
        }
    }

    /// <inheritdoc/>
    public void Remove(string model)
    {
        if (_store.Find(model) is not null)
        {
            _store.Remove(model);
        }
    }

    /// <summary>Copies from the silos that have the version; nothing where none of them can give all of it.</summary>
    private async IAsyncEnumerable<PullEvent> CopyAsync(
        ModelArtifact artifact, IWeightPeers peers, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var offers = await peers.FindAsync(artifact, cancellationToken);
        if (offers.Count == 0)
        {
            yield break;
        }

        await using var steps = _store
            .PullAsync(
                Request(artifact),
                blobs => new PeerSource(peers, offers, artifact, blobs, _patience, _log),
                cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await TryStepAsync(artifact, steps))
        {
            yield return steps.Current;
        }

        if (Find(artifact) is not null)
        {
            LogCopied(artifact.Name, string.Join(", ", offers.Keys.Order(StringComparer.Ordinal)));
        }
    }

    private async Task<bool> TryStepAsync(ModelArtifact artifact, IAsyncEnumerator<PullEvent> steps)
    {
        try
        {
            return await steps.MoveNextAsync();
        }
        catch (TollamaException fault) when (fault.Code == ErrorCode.UpstreamFailed)
        {
            LogNotCopied(artifact.Name, fault.Message);
            return false;
        }
    }

    private FileStream Open(string model, string sha256)
    {
        string path = _store.FindFile(model, sha256) ?? throw new TollamaException(
            ErrorCode.NotFound, $"Model '{model}' has no file with the digest {sha256} here; ask another silo.");
        try
        {
            return new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read | FileShare.Delete,
                bufferSize: 0,
                FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception inner) when (DiskFault.IsDiskFault(inner))
        {
            throw DiskFault.Describe(Path.GetDirectoryName(path)!, inner); // a file of a snapshot
        }
    }

    /// <summary>Whether a folder is this machine's to load from: a silo loads from its own disk.</summary>
    private bool IsOurs(ModelArtifact artifact) =>
        artifact.Source.Type != SourceTypes.Hub
        || Path.GetFullPath(artifact.SnapshotPath!).StartsWith(_home, StringComparison.Ordinal);

    /// <summary>
    /// Machines may have the same home folder and another version in it; what another program put there counts as it
    /// is.
    /// </summary>
    private bool IsThatVersion(ModelArtifact artifact) =>
        artifact.Commit is null
        || _store.ReadIndex(artifact.Name) is not { } index
        || index.Commit == artifact.Commit;

    private PullRequest Request(ModelArtifact artifact) => PullDefaults
        .Resolve(_environment, _config.Read().Require().Pull)
        .Apply(NameForPull(artifact), artifact.IsLicenceAccepted, PullOverrides.None);

    private ModelManifest? Installed(ModelArtifact artifact) =>
        _store.Find(artifact.Name) is { SnapshotPath: { } path } manifest && Directory.Exists(path) ? manifest : null;

    private string NameForPull(ModelArtifact artifact) =>
        artifact.Source.Type == SourceTypes.Hub && _store.FindInRegistry(artifact.Name) is null
            ? $"hf.co/{artifact.Source.RepoId}@{artifact.Source.Revision}"
            : artifact.Name;

    [LoggerMessage(6032, LogLevel.Information, "Model {Model} was copied from the silos that have it: {Silos}")]
    private partial void LogCopied(string model, string silos);

    [LoggerMessage(
        6031, LogLevel.Warning, "Model {Model} cannot be copied from other silos now, it is pulled instead: {Reason}")]
    private partial void LogNotCopied(string model, string reason);
}
