using System.Runtime.CompilerServices;
using Tollama.Core.Catalog;
using Tollama.Core.Configuration;
using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Pulling;

/// <summary>
/// The files of models that another machine of the cluster installed: pulled anew here, with this machine's settings.
/// </summary>
internal sealed class SiloWeights : IWeightSource
{
    private readonly ModelStore _store;
    private readonly ProcessEnvironment _environment;
    private readonly ConfigFile _config;

    /// <summary>Looks into and fills a store.</summary>
    public SiloWeights(ModelStore store, SiloOptions options)
    {
        (_store, _environment) = (store, options.Environment);
        _config = new ConfigFile(options.Home);
    }

    /// <inheritdoc/>
    public ModelArtifact? Find(ModelArtifact artifact)
    {
        if (artifact.SnapshotPath is null || Directory.Exists(artifact.SnapshotPath))
        {
            return artifact;
        }

        return Installed(artifact) is { } manifest && manifest.CommitSha == artifact.Commit
            ? artifact with { SnapshotPath = manifest.SnapshotPath }
            : null;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<PullEvent> FetchAsync(
        ModelArtifact artifact, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var defaults = PullDefaults.Resolve(_environment, _config.Read().Require().Pull);
        var request = defaults.Apply(NameForPull(artifact), artifact.IsLicenceAccepted, PullOverrides.None);
        await foreach (var step in _store.PullAsync(request, cancellationToken))
        {
            yield return step;
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
    public void Remove(string model)
    {
        if (_store.Find(model) is not null)
        {
            _store.Remove(model);
        }
    }

    private ModelManifest? Installed(ModelArtifact artifact) =>
        _store.Find(artifact.Name) is { SnapshotPath: { } path } manifest && Directory.Exists(path) ? manifest : null;

    private string NameForPull(ModelArtifact artifact) =>
        artifact.Source.Type == SourceTypes.Hub && _store.FindInRegistry(artifact.Name) is null
            ? $"hf.co/{artifact.Source.RepoId}@{artifact.Source.Revision}"
            : artifact.Name;
}
