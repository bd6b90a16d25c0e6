using Tollama.Core.Inference;

namespace Tollama.Silo.Devices;

/// <summary>Devices of one kind, as <c>--devices</c> asks for them.</summary>
/// <param name="Kind">What computes there.</param>
/// <param name="Index">One device; null for all of the kind.</param>
/// <param name="Count">How many simulated ones; 1 otherwise.</param>
/// <param name="Bytes">Memory of each simulated one; 0 otherwise.</param>
/// <param name="Pace">How long a simulated one takes for a call; null for as long as the processor does.</param>
internal readonly record struct DeviceRequest(
    DeviceKind Kind,
    int? Index,
    int Count,
    long Bytes,
    SimulatedPace? Pace = null);
