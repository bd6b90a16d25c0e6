using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Directory;

/// <summary>Where a grain is activated.</summary>
/// <param name="GrainId">The grain.</param>
/// <param name="ActivationId">Number of the activation within its silo's incarnation.</param>
/// <param name="SiloAddress">The incarnation that hosts it.</param>
public sealed record GrainAddress(GrainId GrainId, long ActivationId, SiloAddress SiloAddress);
