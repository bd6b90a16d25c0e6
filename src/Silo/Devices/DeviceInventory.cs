using Tollama.Core.Errors;
using Tollama.Core.Inference;
using Tollama.Onnx.Runtime;

namespace Tollama.Silo.Devices;

/// <summary>
/// Finds the devices of this machine when somebody first asks: the driver says which GPUs there are, the engine whether
/// it can use them. The engine is asked only where there is a GPU or the user named one, as asking loads it.
/// </summary>
internal sealed class DeviceInventory : IDeviceInventory, IDisposable
{
    private const string CudaLibrary = "onnxruntime_providers_cuda";

    private readonly IReadOnlyList<DeviceRequest> _requests;
    private readonly Func<EngineInfo> _probe;
    private readonly SimulatedDevices _simulated;
    private readonly Lazy<Nvml?> _nvml = new(Nvml.TryOpen);
    private readonly Lazy<IReadOnlyList<DeviceInfo>> _devices;

    /// <summary>An inventory for what <c>--devices</c> says.</summary>
    /// <param name="devices">See <see cref="DeviceRequests"/>.</param>
    /// <param name="probe">Says what the engine offers; loads it.</param>
    /// <param name="simulated">Accounts of the simulated devices.</param>
    /// <exception cref="TollamaException">Misconfigured: the text cannot be read.</exception>
    public DeviceInventory(string devices, Func<EngineInfo> probe, SimulatedDevices simulated)
    {
        _requests = DeviceRequests.Parse(devices);
        _probe = probe;
        _simulated = simulated;
        _devices = new Lazy<IReadOnlyList<DeviceInfo>>(Find);
    }

    /// <inheritdoc/>
    /// <exception cref="TollamaException">Misconfigured: a device that was named is not here.</exception>
    public IReadOnlyList<DeviceInfo> Devices => _devices.Value;

    /// <inheritdoc/>
    public DeviceMemory Measure(DeviceId device) =>
        device.Kind switch
        {
            DeviceKind.Cpu => new DeviceMemory(HostMemory.TotalBytes, HostMemory.UsedBytes),
            DeviceKind.Cuda when _nvml.Value?.Memory(device.Index) is { } memory => new DeviceMemory(
                memory.Total,
                memory.Used),
            DeviceKind.Simulated => new DeviceMemory(
                Devices.FirstOrDefault(known => known.Id == device)?.TotalBytes,
                _simulated.UsedBytes(device)),
            _ => new DeviceMemory(null, null),
        };

    /// <inheritdoc/>
    public string ClassOf(DeviceInfo device) => $"{device.Id.Kind} {device.Name}, engine {_probe().Version}";

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_nvml.IsValueCreated)
        {
            _nvml.Value?.Dispose();
        }
    }

    private static DeviceInfo Processor =>
        new(DeviceId.Cpu, $"{Environment.ProcessorCount} processors", HostMemory.TotalBytes);

    private List<DeviceInfo> Find()
    {
        if (_requests.Count == 0)
        {
            return [.. FindCuda(), Processor];
        }

        var found = new List<DeviceInfo>();
        foreach (var request in _requests)
        {
            int simulated = found.Count(device => device.Id.Kind == DeviceKind.Simulated);
            found.AddRange(Find(request, simulated));
        }

        return found.DistinctBy(device => device.Id).ToList();
    }

    private IEnumerable<DeviceInfo> Find(DeviceRequest request, int firstSimulated) => request.Kind switch
    {
        DeviceKind.Cpu => [Processor],
        DeviceKind.Cuda => RequireCuda(request.Index),
        DeviceKind.WebGpu => [new DeviceInfo(new DeviceId(DeviceKind.WebGpu, request.Index ?? 0), "WebGPU", null)],
        _ => Enumerable.Range(firstSimulated, request.Count).Select(index =>
            new DeviceInfo(new DeviceId(DeviceKind.Simulated, index), "simulated", request.Bytes, request.Pace)),
    };

    private List<DeviceInfo> RequireCuda(int? index)
    {
        var found = FindCuda().Where(device => index is null || device.Id.Index == index).ToList();
        if (found.Count > 0)
        {
            return found;
        }

        string wanted = index is null ? "A CUDA device" : $"Device 'cuda:{index}'";
        string reason =
            _nvml.Value is not { Count: > 0 } driver ? "no NVIDIA driver with a GPU was found"
            : HasCudaProvider() ? $"the driver sees {driver.Count} GPU(s)"
            : $"the engine's library has no {CudaLibrary} beside it";
        throw new TollamaException(
            ErrorCode.Misconfigured,
            $"{wanted} was asked for with --devices, but {reason}; use --devices cpu, or see 'tollama doctor'.");
    }

    private List<DeviceInfo> FindCuda()
    {
        if (_nvml.Value is not { Count: > 0 } driver || !HasCudaProvider())
        {
            return [];
        }

        return Enumerable.Range(0, driver.Count)
            .Select(index => new DeviceInfo(
                new DeviceId(DeviceKind.Cuda, index), driver.Name(index) ?? "NVIDIA GPU", driver.Memory(index)?.Total))
            .ToList();
    }

    /// <summary>The engine lists providers that it was built with; CUDA's code lies in a library of its own.</summary>
    private bool HasCudaProvider()
    {
        var engine = _probe();
        string? folder = Path.GetDirectoryName(engine.LibraryPath);
        string file = OperatingSystem.IsWindows() ? $"{CudaLibrary}.dll" : $"lib{CudaLibrary}.so";
        return engine.Providers.Contains("CUDAExecutionProvider")
            && folder is not null
            && File.Exists(Path.Combine(folder, file));
    }
}
