using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Tollama.Onnx.Runtime;

/// <summary>
/// Carries the native library's messages to <see cref="EngineOptions.Log"/> of every engine of the process: the library
/// keeps one environment a process, and the first sink that it was given with it.
/// </summary>
internal static unsafe class LogRelay
{
    private static readonly ConcurrentDictionary<InferenceEngine, EngineOptions> Listeners = new();

    /// <summary>What the library calls.</summary>
    public static delegate* unmanaged<nint, int, byte*, byte*, byte*, byte*, void> Callback => &Receive;

    /// <summary>Lets an engine have messages from now on, those below its level left out.</summary>
    public static void Add(InferenceEngine engine, EngineOptions options) => Listeners[engine] = options;

    /// <summary>Lets an engine have no messages any more.</summary>
    public static void Remove(InferenceEngine engine) => Listeners.TryRemove(engine, out _);

    [UnmanagedCallersOnly]
    private static void Receive(nint sink, int level, byte* category, byte* logId, byte* location, byte* message)
    {
        var entry = new EngineLogEntry(
            (EngineLogLevel)level,
            $"{NativeApi.Text(logId)}/{NativeApi.Text(category)}",
            NativeApi.Text(location),
            NativeApi.Text(message));
        foreach (var (_, listener) in Listeners)
        {
            if (listener.Log is { } log && entry.Level >= listener.MinimumLevel)
            {
                log(entry);
            }
        }
    }
}
