using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Placement;

/// <summary>The default: the same silo for everybody who asks, as long as the silos are the same.</summary>
public sealed class HashBasedPlacement : PlacementStrategy;
