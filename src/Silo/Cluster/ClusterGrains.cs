using Tollama.Actors.Abstractions;
using Tollama.Grains.Contracts;

namespace Tollama.Silo.Cluster;

/// <summary>The grains that a machine of a cluster shares its stores through.</summary>
/// <param name="Catalog">The one with the install records.</param>
/// <param name="Profiles">The one with the profiles.</param>
/// <param name="WeightsOf">The one with the model files of a silo, by its name.</param>
internal sealed record ClusterGrains(
    ICatalogGrain Catalog, IProfileGrain Profiles, Func<string, IWeightsGrain> WeightsOf)
{
    /// <summary>References to them; making one activates nothing.</summary>
    public static ClusterGrains Of(IGrainFactory grains) => new(
        grains.GetGrain<ICatalogGrain>("catalog"),
        grains.GetGrain<IProfileGrain>("profiles"),
        silo => grains.GetGrain<IWeightsGrain>(silo));
}
