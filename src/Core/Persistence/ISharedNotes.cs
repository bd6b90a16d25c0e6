namespace Tollama.Core.Persistence;

/// <summary>
/// Values by name that every process of a cluster shares and that outlive all of them: in the cluster's database, or in
/// the state folder. Each is small and written whole; the last writer wins. Grains that must know something after a
/// restart keep it here.
/// </summary>
public interface ISharedNotes
{
    /// <summary>
    /// The value as it was last written; null where there is none, or where what is stored can't be read any more.
    /// </summary>
    Task<T?> ReadAsync<T>(string name, CancellationToken cancellationToken)
        where T : class, new();

    /// <summary>Keeps a value; it survives a crash once this returns.</summary>
    Task WriteAsync<T>(string name, T value, CancellationToken cancellationToken)
        where T : class, new();
}
