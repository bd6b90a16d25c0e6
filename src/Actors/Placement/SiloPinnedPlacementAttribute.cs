using Tollama.Actors.Abstractions;

namespace Tollama.Actors.Placement;

/// <summary>The grain class is activated on the silo that its key names.</summary>
public sealed class SiloPinnedPlacementAttribute() : PlacementAttribute(new SiloPinnedPlacement());
