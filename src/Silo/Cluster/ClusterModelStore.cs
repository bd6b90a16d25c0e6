using System.Runtime.CompilerServices;
using Tollama.Core.Catalog;
using Tollama.Silo.Storage;

namespace Tollama.Silo.Cluster;

/// <summary>
/// The store of one machine of a cluster: what it pulls, the others learn, and what they removed or have in another
/// version is not what a pull finds here.
/// </summary>
internal sealed class ClusterModelStore(ModelStore machine, ClusterGrains grains) : IModelStore
{
    /// <inheritdoc/>
    public IReadOnlyList<RegistryEntry> Registry() => machine.Registry();

    /// <inheritdoc/>
    public RegistryEntry? FindInRegistry(string model) => machine.FindInRegistry(model);

    /// <inheritdoc/>
    public IReadOnlyList<ModelManifest> Installed() => machine.Installed();

    /// <inheritdoc/>
    public ModelManifest? Find(string model) => machine.Find(model);

    /// <inheritdoc/>
    public string? AcceptedBy(string model) => machine.AcceptedBy(model);

    /// <inheritdoc/>
    public ModelManifest Register(string model, bool acceptLicence) => machine.Register(model, acceptLicence);

    /// <inheritdoc/>
    public void Remove(string model) => machine.Remove(model);

    /// <inheritdoc/>
    public async IAsyncEnumerable<PullEvent> PullAsync(
        PullRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var shared = await grains.Catalog.FindAsync(request.Model);
        if (machine.Find(request.Model) is { } here && here.CommitSha != shared?.CommitSha)
        {
            machine.Remove(request.Model);
        }

        bool isAccepted = request.AcceptLicence || (shared is not null && IsAccepted(shared));
        await foreach (var step in machine.PullAsync(request with { AcceptLicence = isAccepted }, cancellationToken))
        {
            if (step.Status == "success" && machine.Find(request.Model) is { } installed)
            {
                await grains.Catalog.EnterAsync(new InstalledModel(installed, machine.AcceptedBy(installed.Name)));
            }

            yield return step;
        }
    }

    /// <summary>Whether the cluster has accepted the terms that the registry names now.</summary>
    private bool IsAccepted(ModelManifest shared)
    {
        var terms = machine.FindInRegistry(shared.Name)?.Licence ?? shared.Licence;
        return shared.Licence is { NeedsAcceptance: true, Accepted: true }
            && (shared.Licence.Type, shared.Licence.Notice) == (terms.Type, terms.Notice);
    }
}
