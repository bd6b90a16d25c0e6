using Tollama.Core.Errors;

namespace Tollama.Silo.Storage;

/// <summary>
/// Writes a file so that readers, also after a crash, see the old content or the new one, never a part.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Replaces the content.</summary>
    /// <param name="path">Absolute path; its folder is made where it is missing.</param>
    /// <param name="temporary">Absolute path of the file that is written first, in the same folder.</param>
    /// <param name="content">All of it.</param>
    /// <exception cref="TollamaException">StorageFailed.</exception>
    public static void Write(string path, string temporary, ReadOnlySpan<byte> content)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception inner) when (DiskFault.IsDiskFault(inner))
        {
            throw DiskFault.Describe(Path.GetDirectoryName(path)!, inner);
        }
    }
}
