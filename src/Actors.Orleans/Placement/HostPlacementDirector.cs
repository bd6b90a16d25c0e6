using Orleans.Runtime;
using Orleans.Runtime.Placement;
using Tollama.Actors.Membership;
using SiloUnavailableException = Tollama.Actors.Abstractions.SiloUnavailableException;

namespace Tollama.Actors.Placement;

/// <summary>
/// Gateways know every grain class, so that they can call before the first silo is there; they host none.
/// </summary>
internal sealed class HostPlacementDirector(MemberRoles roles) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(
        PlacementStrategy strategy,
        PlacementTarget target,
        IPlacementContext context)
    {
        SiloAddress[] hosts =
        [
            .. context.GetCompatibleSilos(target).Where(silo => roles.Find(silo) == SiloRole.Silo).Order(),
        ];
        return hosts.Length == 0
            ? throw new SiloUnavailableException($"No silo serves that '{target.GrainIdentity}' could be on.")
            : Task.FromResult(hosts[target.GrainIdentity.GetUniformHashCode() % (uint)hosts.Length]);
    }
}
