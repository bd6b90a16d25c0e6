using System.Runtime.InteropServices;
using System.Text;

namespace Tollama.Silo.Devices;

/// <summary>
/// NVIDIA's management library, which comes with the driver: which GPUs there are and what their memory holds. Every
/// call answers with null where there is no driver, or it refuses.
/// </summary>
internal sealed class Nvml : IDisposable
{
    private const int Success = 0;
    private const int NameLength = 96;

    private readonly nint _library;
    private readonly GetHandle _getHandle;
    private readonly GetMemory _getMemory;
    private readonly GetName _getName;
    private readonly GetCount _getCount;
    private readonly Plain _shutdown;

    private Nvml(nint library)
    {
        _library = library;
        _getHandle = Bind<GetHandle>("nvmlDeviceGetHandleByIndex_v2");
        _getMemory = Bind<GetMemory>("nvmlDeviceGetMemoryInfo");
        _getName = Bind<GetName>("nvmlDeviceGetName");
        _getCount = Bind<GetCount>("nvmlDeviceGetCount_v2");
        _shutdown = Bind<Plain>("nvmlShutdown");
    }

    private delegate int Plain();

    private delegate int GetCount(out uint count);

    private delegate int GetHandle(uint index, out nint device);

    private delegate int GetMemory(nint device, out MemoryInfo memory);

    private delegate int GetName(nint device, [Out] byte[] name, uint length);

    /// <summary>GPUs that the driver sees.</summary>
    public int Count => _getCount(out uint count) == Success ? (int)count : 0;

    /// <summary>Opens the library; null where there is none, or no driver behind it.</summary>
    public static Nvml? TryOpen()
    {
        string name = OperatingSystem.IsWindows() ? "nvml.dll" : "libnvidia-ml.so.1";
        if (!NativeLibrary.TryLoad(name, out nint library))
        {
            return null;
        }

        bool isUsable = NativeLibrary.TryGetExport(library, "nvmlInit_v2", out nint start)
            && Marshal.GetDelegateForFunctionPointer<Plain>(start)() == Success;
        if (isUsable)
        {
            return new Nvml(library);
        }

        NativeLibrary.Free(library);
        return null;
    }

    /// <summary>The maker's name of a GPU.</summary>
    public string? Name(int index)
    {
        byte[] name = new byte[NameLength];
        bool isKnown =
            _getHandle((uint)index, out nint device) == Success && _getName(device, name, NameLength) == Success;
        return isKnown ? Encoding.UTF8.GetString(name.AsSpan(0, Math.Max(0, name.AsSpan().IndexOf((byte)0)))) : null;
    }

    /// <summary>Total and used bytes of a GPU.</summary>
    public (long Total, long Used)? Memory(int index)
    {
        if (_getHandle((uint)index, out nint device) != Success || _getMemory(device, out var memory) != Success)
        {
            return null;
        }

        return ((long)memory.Total, (long)memory.Used);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = _shutdown();
        NativeLibrary.Free(_library);
    }

    private T Bind<T>(string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(_library, name));

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct MemoryInfo
    {
        public readonly ulong Total;
        public readonly ulong Free;
        public readonly ulong Used;
    }
}
