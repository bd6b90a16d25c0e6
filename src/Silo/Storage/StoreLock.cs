using Tollama.Core.Errors;

namespace Tollama.Silo.Storage;

/// <summary>
/// A lock that other processes see and that ends with its holder, however it ends: an open file nobody else can open.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; null while another one, also of another process, holds it.</summary>
    /// <param name="path">Absolute path of the lock file; it stays when the lock is given back.</param>
    public static StoreLock? TryTake(string path) => TryOpen(path, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Waits for the lock.</summary>
    public static Task<StoreLock> TakeAsync(string path, TimeProvider time, CancellationToken cancellationToken) =>
        WaitAsync(() => TryTake(path), time, cancellationToken);

    /// <summary>
    /// Waits for a share of the lock: any number hold one together, none while somebody holds it alone.
    /// </summary>
    public static Task<StoreLock> ShareAsync(string path, TimeProvider time, CancellationToken cancellationToken) =>
        WaitAsync(() => TryOpen(path, FileAccess.Read, FileShare.Read), time, cancellationToken);

    private static async Task<StoreLock> WaitAsync(
        Func<StoreLock?> attempt, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (attempt() is { } taken)
            {
                return taken;
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    /// <summary>On Unix these two share modes are the ones that become advisory locks, exclusive and shared.</summary>
    private static StoreLock? TryOpen(string path, FileAccess access, FileShare share)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new StoreLock(new FileStream(path, FileMode.OpenOrCreate, access, share));
        }
        catch (IOException taken) when (File.Exists(path) && !DiskFault.IsLasting(taken))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
