using Tollama.Core.Errors;

namespace Tollama.Silo.Storage;

/// <summary>Turns what the disk says into a fault that a caller can act on.</summary>
internal static class DiskFault
{
    private const int LinuxNoSpace = 28;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Whether an exception is the disk's.</summary>
    public static bool IsDiskFault(Exception fault) => fault is IOException or UnauthorizedAccessException;

    /// <summary>The typed fault.</summary>
    /// <param name="folder">Where the work was done.</param>
    /// <param name="inner">What the disk said.</param>
    public static TollamaException Describe(string folder, Exception inner) => new(
        ErrorCode.StorageFailed,
        inner.HResult is LinuxNoSpace or WindowsDiskFull
            ? $"The disk of '{folder}' is full; free some space and pull again, what is here is kept."
            : $"Writing below '{folder}' failed: {inner.Message}",
        inner);
}
