using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Directory;

/// <summary>Asks a silo directly whether it has a grain, for when the directory cannot be read.</summary>
internal interface IGrainFinder
{
    /// <summary>Whether the silo answers that the grain is active there.</summary>
    Task<bool> HasAsync(SiloAddress silo, GrainId grainId, CancellationToken cancellationToken);
}
