namespace Tollama.Core.Errors;

/// <summary>Turns what the disk of the state folder says into a fault that a caller can act on.</summary>
public static class DiskFault
{
    private const int UnixNoSpace = 28;
    private const int UnixReadOnly = 30;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsWriteProtected = unchecked((int)0x80070013);

    /// <summary>Whether an exception is the disk's.</summary>
    public static bool IsDiskFault(Exception fault) => fault is IOException or UnauthorizedAccessException;

    /// <summary>Whether the disk takes no more, so that it is no use to wait until another program is done.</summary>
    public static bool IsLasting(IOException fault) =>
        fault.HResult is UnixNoSpace or UnixReadOnly or WindowsDiskFull or WindowsWriteProtected;

    /// <summary>The typed fault: folder, reason, remedy.</summary>
    /// <param name="folder">Where the work was done.</param>
    /// <param name="inner">What the disk said.</param>
    public static TollamaException Describe(string folder, Exception inner) =>
        new(ErrorCode.StorageFailed, Explain(folder, inner), inner);

    /// <summary>Folder, reason and remedy in a sentence or two.</summary>
    /// <param name="folder">Where the work was done.</param>
    /// <param name="inner">What the disk said.</param>
    public static string Explain(string folder, Exception inner) =>
        inner.HResult is UnixNoSpace or WindowsDiskFull
            ? $"The disk of '{folder}' is full; free some space and try again, what is here is kept."
            : $"Work in the folder '{folder}' failed: {Reason(folder, inner)}. Make it a folder that this program "
                + "may write to, or set TOLLAMA_HOME to another one.";

    private static string Reason(string folder, Exception inner)
    {
        string? path = folder;
        while (path is not null && !Path.Exists(path))
        {
            path = Path.GetDirectoryName(path);
        }

        return File.Exists(path) ? $"'{path}' is a file" : inner.Message.TrimEnd('.');
    }
}
