using Orleans.Runtime;
using Orleans.Runtime.Placement;
using SiloUnavailableException = Tollama.Actors.Abstractions.SiloUnavailableException;

namespace Tollama.Actors.Placement;

/// <summary>Finds the silo by its name; the newest incarnation of it.</summary>
internal sealed class SiloPinnedPlacementDirector(ISiloStatusOracle silos) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(
        PlacementStrategy strategy,
        PlacementTarget target,
        IPlacementContext context)
    {
        string key = target.GrainIdentity.Key.ToString()!;
        string name = key[(key.LastIndexOf('@') + 1)..].Split('/')[0];
        var silo = context.GetCompatibleSilos(target)
            .Where(silo => silos.TryGetSiloName(silo, out string? known) && known == name)
            .MaxBy(silo => silo.Generation);
        return silo is null
            ? throw new SiloUnavailableException($"No silo '{name}' serves, where '{key}' belongs.")
            : Task.FromResult(silo);
    }
}
