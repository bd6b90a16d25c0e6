using Tollama.Core.Errors;

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
    private bool _isDoubtful;
    private int _changes;

    /// <summary>The note; read from storage once, and again after a change that failed.</summary>
    /// <exception cref="TollamaException">Unavailable: it was not read yet, and cannot be now.</exception>
    public async ValueTask<T> ReadAsync()
    {
        if (_copy is { } copy && !_isDoubtful)
        {
            return copy;
        }

        int before = _changes;
        try
        {
            var stored = await notes.ReadAsync<T>(name, CancellationToken.None) ?? new T();
            if (before != _changes)
            {
                return _copy ?? stored; // what was read may be older than a change that began since
            }

            (_copy, _isDoubtful) = (stored, false);
            return stored;
        }
        catch (TollamaException) when (_copy is not null)
        {
            return _copy;
        }
    }

    /// <summary>Changes the note; it is stored when this returns.</summary>
    /// <exception cref="TollamaException">Unavailable: whether it was stored is not known.</exception>
    public async Task<T> ChangeAsync(Func<T, T> change)
    {
        _changes++;
        _isDoubtful = true;
        var changed = await notes.ChangeAsync(name, change, CancellationToken.None);
        _changes++;
        (_copy, _isDoubtful) = (changed, false);
        return changed;
    }
}
