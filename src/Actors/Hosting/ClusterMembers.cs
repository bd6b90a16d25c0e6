using Tollama.Actors.Activation;
using Tollama.Actors.Membership;
using Tollama.Actors.Workers;

namespace Tollama.Actors.Hosting;

/// <summary>The members of a cluster, as its table says.</summary>
internal sealed class ClusterMembers(ClusterParts parts, ActorsOptions options) : IMembers
{
    public string Self => options.SiloName;

    public MembershipView View => parts.Members.View;

    public Task BeginDrainAsync(CancellationToken cancellationToken) =>
        parts.Members.SetStatusAsync(SiloStatus.Draining, cancellationToken);

    public void ReportEnded(string endpoint) => (parts.Table as LocalTables)?.Bury(endpoint);

    public void EndActivations() => _ = TurnBoundary.TryAsync(() => parts.Catalog.DrainAsync(CancellationToken.None));
}
