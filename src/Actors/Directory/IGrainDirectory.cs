using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Directory;

/// <summary>
/// Which silo hosts which grain: at most one entry per grain, owned by an incarnation until it gives it up or is dead.
/// In a cluster any method may throw <see cref="Membership.TableUnavailableException"/>.
/// </summary>
public interface IGrainDirectory
{
    /// <summary>Enters an activation unless another live incarnation has one.</summary>
    /// <returns>
    /// The entry that stands: the given one, or the other's; null when this incarnation may enter nothing.
    /// </returns>
    Task<GrainAddress?> RegisterAsync(GrainAddress address, CancellationToken cancellationToken);

    /// <summary>Removes an entry if it is still the given one.</summary>
    Task UnregisterAsync(GrainAddress address, CancellationToken cancellationToken);

    /// <summary>The entry of a grain; null when there is none or its incarnation is dead.</summary>
    Task<GrainAddress?> LookupAsync(GrainId grainId, CancellationToken cancellationToken);
}
