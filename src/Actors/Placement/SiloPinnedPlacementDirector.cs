using Tollama.Actors.Abstractions;
using Tollama.Actors.Membership;

namespace Tollama.Actors.Placement;

/// <summary>Finds the silo by its name; the newest incarnation of it.</summary>
internal sealed class SiloPinnedPlacementDirector : IPlacementDirector
{
    public Type Strategy => typeof(SiloPinnedPlacement);

    public SiloAddress? OnAddActivation(GrainId grainId, IReadOnlyList<Member> candidates)
    {
        string place = grainId.Key[(grainId.Key.LastIndexOf('@') + 1)..];
        string name = place.Split('/')[0];
        return candidates.Where(silo => silo.Name == name).MaxBy(silo => silo.Address.Generation)?.Address;
    }
}
