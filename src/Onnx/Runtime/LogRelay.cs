using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Tollama.Onnx.Runtime;

/// <summary>
/// Carries the native library's messages to <see cref="EngineOptions.Log"/> of every engine of the process: the library
/// keeps one environment a process, and the first sink that it was given with it.
/// </summary>
internal static unsafe class LogRelay
{
    private static ImmutableArray<EngineOptions> _listeners = [];

    /// <summary>What the library calls.</summary>
    public static delegate* unmanaged<nint, int, byte*, byte*, byte*, byte*, void> Callback => &Receive;

    /// <summary>Lets an engine have messages from now on, those below its level left out.</summary>
    public static void Add(EngineOptions listener) =>
        ImmutableInterlocked.Update(ref _listeners, static (all, one) => all.Add(one), listener);

    /// <summary>Lets an engine have no messages any more.</summary>
    public static void Remove(EngineOptions listener) =>
        ImmutableInterlocked.Update(ref _listeners, static (all, one) => all.Remove(one, ReferenceEqualityComparer.Instance), listener);

    [UnmanagedCallersOnly]
    private static void Receive(nint sink, int level, byte* category, byte* logId, byte* location, byte* message)
    {
        var severity = (EngineLogLevel)level;
        EngineLogEntry? entry = null;
        foreach (var listener in _listeners)
        {
            if (listener.Log is { } log && severity >= listener.MinimumLevel)
            {
                entry ??= new EngineLogEntry(
                    severity,
                    $"{NativeApi.Text(logId)}/{NativeApi.Text(category)}",
                    NativeApi.Text(location),
                    NativeApi.Text(message));
                log(entry.Value);
            }
        }
    }
}
