using System.Runtime.InteropServices;

namespace Tollama.Onnx.Runtime;

/// <summary>
/// Gives memory back to the system that nobody needs any more but that stays resident until someone says so: free
/// blocks of the C heap, in which the engine allocates. Does nothing where the system has no such call.
/// </summary>
internal static unsafe class SystemMemory
{
    private static readonly delegate* unmanaged<nuint, int> TrimHeap =
        (delegate* unmanaged<nuint, int>)Export("malloc_trim");

    /// <summary>Returns free blocks of the C heap, in which the engine allocates, to the system.</summary>
    public static void Trim()
    {
        if (TrimHeap is not null)
        {
            _ = TrimHeap(0);
        }
    }

    private static nint Export(string name) =>
        !OperatingSystem.IsWindows()
        && NativeLibrary.TryLoad(OperatingSystem.IsMacOS() ? "libSystem.dylib" : "libc.so.6", out nint libc)
        && NativeLibrary.TryGetExport(libc, name, out nint export)
            ? export
            : 0;
}
