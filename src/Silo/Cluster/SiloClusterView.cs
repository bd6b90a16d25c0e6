using Tollama.Actors.Membership;
using Tollama.Grains.Cluster;
using Tollama.Grains.Contracts;

namespace Tollama.Silo.Cluster;

/// <summary>The cluster as the grain runtime of this process sees it.</summary>
internal sealed class SiloClusterView(IMembers members, SiloOptions options) : IClusterView
{
    /// <inheritdoc/>
    public IReadOnlyList<ClusterMember> Members => options.Cluster is null
        ? [new ClusterMember(members.Self, 1, MemberState.Active, "all", "local")]
        : [.. members.View.Members.Select(Describe)];

    /// <inheritdoc/>
    public Task BeginDrainAsync(CancellationToken cancellationToken) => members.BeginDrainAsync(cancellationToken);

    /// <inheritdoc/>
    public void EndActivations() => members.EndActivations();

    private static ClusterMember Describe(Member member) => new(
        member.Name,
        member.Address.Generation,
        member.Status switch
        {
            SiloStatus.Joining => MemberState.Joining,
            SiloStatus.Active => MemberState.Active,
            SiloStatus.Draining => MemberState.Draining,
            _ => MemberState.Dead,
        },
        member.Role == SiloRole.Gateway ? "gateway" : "silo",
        member.Address.Endpoint);
}
