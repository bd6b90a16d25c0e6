using Orleans.Runtime;
using Tollama.Core.Errors;

namespace Tollama.Actors.Membership;

/// <summary>
/// The members as Orleans' membership has them. A silo of Orleans drains when it stops, and only then.
/// </summary>
internal sealed class OrleansMembers(ILocalSiloDetails self, IClusterMembershipService membership, MemberRoles roles)
    : IMembers
{
    public string Self => self.Name;

    public MembershipView View => new([.. membership.CurrentSnapshot.Members.Values.Select(Describe)]);

    public Task BeginDrainAsync(CancellationToken cancellationToken) =>
        throw new TollamaException(
            ErrorCode.Conflict,
            $"Silo '{Self}' runs on Orleans, which drains a silo when it stops: stop its process instead.");

    public void ReportEnded(string endpoint)
    {
        // Orleans finds out by itself.
    }

    public void EndActivations()
    {
        // Nothing drains without stopping, and Orleans ends them when it stops.
    }

    private Member Describe(ClusterMember member) => new()
    {
        Address = new Abstractions.SiloAddress(member.SiloAddress.Endpoint.ToString(), member.SiloAddress.Generation),
        Name = member.Name,
        Role = roles.Find(member.SiloAddress) ?? SiloRole.Silo,
        Status = member.Status switch
        {
            Orleans.Runtime.SiloStatus.Active => SiloStatus.Active,
            Orleans.Runtime.SiloStatus.ShuttingDown or Orleans.Runtime.SiloStatus.Stopping => SiloStatus.Draining,
            Orleans.Runtime.SiloStatus.Dead => SiloStatus.Dead,
            _ => SiloStatus.Joining,
        },
    };
}
