namespace Tollama.Core.Persistence;

/// <summary>
/// Values by name that every process of a cluster shares and that outlive all of them: in the cluster's database, or in
/// the state folder. Each is small and written whole. Grains that must know something after a restart keep it here.
/// </summary>
public interface ISharedNotes
{
    /// <summary>
    /// The value as it was last written; null where there is none, or where what is stored can't be read any more.
    /// </summary>
    /// <exception cref="Errors.TollamaException">Unavailable: the storage cannot be reached.</exception>
    Task<T?> ReadAsync<T>(string name, CancellationToken cancellationToken)
        where T : class, new();

    /// <summary>Keeps a value, whatever was there; it survives a crash once this returns.</summary>
    /// <exception cref="Errors.TollamaException">Unavailable, as <see cref="ChangeAsync"/>.</exception>
    Task WriteAsync<T>(string name, T value, CancellationToken cancellationToken)
        where T : class, new() => ChangeAsync<T>(name, _ => value, cancellationToken);

    /// <summary>
    /// Changes a value: reads it, has it changed and keeps what comes of it; all of that again where somebody else has
    /// written in between, so that nobody's change is lost.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="change">Gets the stored value, a new one where there is none; may be called several times.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is stored now.</returns>
    /// <exception cref="Errors.TollamaException">
    /// Unavailable: the storage cannot be reached; whether the value was kept is not known.
    /// </exception>
    Task<T> ChangeAsync<T>(string name, Func<T, T> change, CancellationToken cancellationToken)
        where T : class, new();

    /// <summary>Removes a value where there is one.</summary>
    /// <exception cref="Errors.TollamaException">Unavailable, as <see cref="ChangeAsync"/>.</exception>
    Task RemoveAsync<T>(string name, CancellationToken cancellationToken)
        where T : class, new();
}
