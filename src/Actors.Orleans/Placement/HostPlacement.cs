using Orleans.Runtime;

namespace Tollama.Actors.Placement;

/// <summary>
/// The default: any silo that is no gateway, the same one for everybody who asks as long as the silos are the same.
/// </summary>
internal sealed class HostPlacement : PlacementStrategy;
