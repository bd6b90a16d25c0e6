using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using TextEncoding = System.Text.Encoding;

namespace Tollama.Onnx.Runtime;

/// <summary>The loaded library with its environment: what sessions and tensors share.</summary>
internal sealed unsafe class EngineRuntime : IDisposable
{
    private const int ArenaAllocator = 1;
    private const int DefaultMemory = 0;

    private readonly NativeHandle _environment;
    private readonly NativeHandle _cpuMemory;

    private EngineRuntime(NativeApi api, NativeHandle environment, NativeHandle cpuMemory, nint allocator)
    {
        Api = api;
        _environment = environment;
        _cpuMemory = cpuMemory;
        DefaultAllocator = allocator;
    }

    /// <summary>The function table.</summary>
    public NativeApi Api { get; }

    /// <summary>The process-wide allocator of texts and lists; never released.</summary>
    public nint DefaultAllocator { get; }

    /// <summary>The environment.</summary>
    public NativeHandle Environment => _environment;

    /// <summary>Describes main memory.</summary>
    public NativeHandle CpuMemory => _cpuMemory;

    /// <summary>Opens the library's function table.</summary>
    /// <param name="path">Absolute path of the library.</param>
    /// <param name="version">Version the library says it has; null where it is not the engine at all.</param>
    /// <param name="fault">What is wrong; null on success.</param>
    /// <returns>
    /// The table; null where there is a fault. A library is never unloaded: its threads may outlive us.
    /// </returns>
    public static NativeApi? Open(string path, out string? version, out string? fault)
    {
        version = null;
        nint library;
        try
        {
            library = NativeLibrary.Load(path);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            fault =
                $"The native library '{path}' cannot be loaded: {FirstLine(e.Message)} {NativeLibraryLocator.Remedy}";
            return null;
        }

        if (!NativeLibrary.TryGetExport(library, "OrtGetApiBase", out nint export))
        {
            fault =
                $"The file '{path}' is not ONNX Runtime (it exports no OrtGetApiBase). {NativeLibraryLocator.Remedy}";
            return null;
        }

        nint* entry = ((delegate* unmanaged<nint*>)export)();
        version = NativeApi.Text(((delegate* unmanaged<byte*>)entry[1])());
        nint* table = IsRecent(version) ? (nint*)((delegate* unmanaged<uint, nint>)entry[0])(NativeApi.Version) : null;
        fault = table is null
            ? $"The native library '{path}' is ONNX Runtime {version}; 1.{NativeApi.Version} or later is needed. "
                + NativeLibraryLocator.Remedy
            : null;
        return table is null ? null : new NativeApi(table);
    }

    /// <summary>Makes the environment.</summary>
    public static EngineRuntime Create(NativeApi api, EngineOptions options)
    {
        nint environment;
        fixed (byte* name = "tollama\0"u8)
        {
            NativeStatus.Check(
                api,
                api.CreateEnvWithCustomLogger(LogRelay.Callback, 0, (int)options.MinimumLevel, name, &environment),
                "Starting the engine");
        }

        var handle = new NativeHandle(environment, api.ReleaseEnv);
        NativeStatus.Check(api, api.DisableTelemetryEvents(environment), "Starting the engine");
        nint memory;
        NativeStatus.Check(api, api.CreateCpuMemoryInfo(ArenaAllocator, DefaultMemory, &memory), "Starting the engine");
        nint allocator;
        NativeStatus.Check(api, api.GetDefaultAllocator(&allocator), "Starting the engine");
        return new EngineRuntime(api, handle, new NativeHandle(memory, api.ReleaseMemoryInfo), allocator);
    }

    /// <summary>The providers that the library's build names, best first.</summary>
    public static ImmutableArray<string> Providers(NativeApi api)
    {
        byte** names;
        int count;
        NativeStatus.Check(api, api.GetAvailableProviders(&names, &count), "Listing the engine's providers");
        var list = ImmutableArray.CreateBuilder<string>(count);
        for (int i = 0; i < count; i++)
        {
            list.Add(NativeApi.Text(names[i]));
        }

        NativeStatus.Check(api, api.ReleaseAvailableProviders(names, count), "Listing the engine's providers");
        return list.MoveToImmutable();
    }

    /// <summary>A NUL-terminated copy that the garbage collector does not move.</summary>
    public static byte[] PinnedText(string text)
    {
        byte[] bytes = GC.AllocateArray<byte>(TextEncoding.UTF8.GetByteCount(text) + 1, pinned: true);
        TextEncoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cpuMemory.Dispose();
        _environment.Dispose();
    }

    private static bool IsRecent(string version)
    {
        string[] parts = version.Split('.');
        return parts.Length >= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
            && major == 1
            && minor >= NativeApi.Version;
    }

    private static string FirstLine(string message)
    {
        string line = message.AsSpan().Trim().ToString();
        int end = line.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? line : line[..end].TrimEnd();
    }
}
