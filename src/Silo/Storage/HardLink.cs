using System.Runtime.InteropServices;

namespace Tollama.Silo.Storage;

/// <summary>
/// Gives a blob a second name. Hard links, not symbolic ones: a snapshot stays whole when the blob folder is emptied,
/// Windows needs no privilege for them, and the engine refuses external data that a symbolic link leads out of a
/// folder.
/// </summary>
public static class HardLink
{
    /// <summary>
    /// Makes <paramref name="target"/> the same file as <paramref name="existing"/>; false where the file system
    /// cannot.
    /// </summary>
    public static bool TryCreate(string existing, string target) => OperatingSystem.IsWindows()
        ? CreateHardLink(target, existing, IntPtr.Zero)
        : Link(existing, target) == 0;

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string target);

    [DllImport("kernel32.dll", EntryPoint = "CreateHardLinkW", CharSet = CharSet.Unicode, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool CreateHardLink(string target, string existing, IntPtr security);
}
