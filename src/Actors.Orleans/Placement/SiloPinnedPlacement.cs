using Orleans.Runtime;

namespace Tollama.Actors.Placement;

/// <summary>The silo that the key names: <c>silo/thing</c> or <c>anything@silo/thing</c>. No other will do.</summary>
[Serializable]
public sealed class SiloPinnedPlacement : PlacementStrategy;
