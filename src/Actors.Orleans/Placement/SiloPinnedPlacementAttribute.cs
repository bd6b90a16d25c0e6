using Orleans.Placement;

namespace Tollama.Actors.Placement;

/// <summary>The grain class is activated on the silo that its key names.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SiloPinnedPlacementAttribute() : PlacementAttribute(new SiloPinnedPlacement());
