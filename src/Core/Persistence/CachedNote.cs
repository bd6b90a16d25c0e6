namespace Tollama.Core.Persistence;

/// <summary>
/// A note with the copy that was last read or written. For one grain: its activation is the only one who changes the
/// note, and while storage is away the copy is what it goes on with.
/// </summary>
/// <typeparam name="T">The note; never changed in place.</typeparam>
/// <param name="notes">Where it is kept.</param>
/// <param name="name">Its name.</param>
public sealed class CachedNote<T>(ISharedNotes notes, string name)
    where T : class, new()
{
    private T? _copy;

    /// <summary>The note; read from storage once.</summary>
    /// <exception cref="Errors.TollamaException">Unavailable: it was not read yet, and cannot be now.</exception>
    public async ValueTask<T> ReadAsync() =>
        _copy ??= await notes.ReadAsync<T>(name, CancellationToken.None) ?? new T();

    /// <summary>Changes the note; it is stored when this returns.</summary>
    /// <exception cref="Errors.TollamaException">Unavailable: whether it was stored is not known.</exception>
    public async Task<T> ChangeAsync(Func<T, T> change)
    {
        _copy = null; // if this fails, storage says what became of it
        return _copy = await notes.ChangeAsync(name, change, CancellationToken.None);
    }
}
