using System.Runtime.InteropServices;

namespace Tollama.Onnx.Runtime;

/// <summary>Carries the engine's messages to <see cref="EngineOptions.Log"/>.</summary>
internal static unsafe class LogRelay
{
    /// <summary>What the engine calls.</summary>
    public static delegate* unmanaged<nint, int, byte*, byte*, byte*, byte*, void> Callback => &Receive;

    [UnmanagedCallersOnly]
    private static void Receive(nint sink, int level, byte* category, byte* logId, byte* location, byte* message)
    {
        if (GCHandle.FromIntPtr(sink).Target is Action<EngineLogEntry> log)
        {
            log(new EngineLogEntry(
                (EngineLogLevel)level,
                $"{NativeApi.Text(logId)}/{NativeApi.Text(category)}",
                NativeApi.Text(location),
                NativeApi.Text(message)));
        }
    }
}
