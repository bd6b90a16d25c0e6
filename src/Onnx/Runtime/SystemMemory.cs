using System.Runtime.InteropServices;

namespace Tollama.Onnx.Runtime;

/// <summary>
/// Gives memory back to the system that nobody needs any more but that stays resident until someone says so: pages of
/// a mapped file, free blocks of the C heap. Does nothing where the system has no such call.
/// </summary>
internal static unsafe class SystemMemory
{
    private const int AdviceDontNeed = 4;

    private static readonly delegate* unmanaged<nint, nuint, int, int> Advise =
        (delegate* unmanaged<nint, nuint, int, int>)Export("madvise");

    private static readonly delegate* unmanaged<nuint, int> TrimHeap =
        (delegate* unmanaged<nuint, int>)Export("malloc_trim");

    /// <summary>Drops the resident pages of a read-only file mapping; later reads bring them back from the file.</summary>
    /// <param name="address">First byte of the mapping.</param>
    /// <param name="length">Bytes of the mapping.</param>
    public static void DropPages(nint address, long length)
    {
        if (Advise is not null)
        {
            // Advice that is not taken changes nothing but the figure of resident memory.
            _ = Advise(address, (nuint)length, AdviceDontNeed);
        }
    }

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
