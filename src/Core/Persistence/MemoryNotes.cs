using System.Collections.Concurrent;

namespace Tollama.Core.Persistence;

/// <summary>Notes that end with their process: what one machine forgets when it restarts.</summary>
public sealed class MemoryNotes : ISharedNotes
{
    private readonly ConcurrentDictionary<string, object> _values = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public Task<T?> ReadAsync<T>(string name, CancellationToken cancellationToken)
        where T : class, new() => Task.FromResult(_values.GetValueOrDefault(name) as T);

    /// <inheritdoc/>
    public Task<T> ChangeAsync<T>(string name, Func<T, T> change, CancellationToken cancellationToken)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (_gate)
        {
            var changed = change(_values.GetValueOrDefault(name) as T ?? new T());
            _values[name] = changed;
            return Task.FromResult(changed);
        }
    }

    /// <inheritdoc/>
    public Task RemoveAsync<T>(string name, CancellationToken cancellationToken)
        where T : class, new()
    {
        lock (_gate)
        {
            _values.TryRemove(name, out _);
            return Task.CompletedTask;
        }
    }
}
