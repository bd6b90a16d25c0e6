namespace Tollama.Core.Inference;

/// <summary>What follows from the kind of a device.</summary>
public static class DeviceKindExtensions
{
    /// <summary>
    /// Whether weights are copied to memory of its own; simulated devices compute in main memory.
    /// </summary>
    public static bool IsAccelerator(this DeviceKind kind) => kind is DeviceKind.Cuda or DeviceKind.WebGpu;
}
