namespace Tollama.Core.Inference;

/// <summary>A device of one silo.</summary>
/// <param name="Kind">What computes there.</param>
/// <param name="Index">Number among the devices of its kind.</param>
public readonly record struct DeviceId(DeviceKind Kind, int Index)
{
    /// <summary>The processor.</summary>
    public static readonly DeviceId Cpu = new(DeviceKind.Cpu, 0);

    /// <summary><c>cpu</c>, <c>cuda:0</c>, <c>webgpu:0</c>, <c>sim:1</c>.</summary>
    public override string ToString() => Kind switch
    {
        DeviceKind.Cpu => Index == 0 ? "cpu" : $"cpu:{Index}",
        DeviceKind.Cuda => $"cuda:{Index}",
        DeviceKind.WebGpu => $"webgpu:{Index}",
        _ => $"sim:{Index}",
    };
}
