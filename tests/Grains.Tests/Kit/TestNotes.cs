using System.Collections.Concurrent;
using System.Text.Json;
using Tollama.Core.Errors;
using Tollama.Core.Persistence;

namespace Tollama.Grains.Tests.Kit;

/// <summary>Notes that outlive a daemon, as text; away when a test says so.</summary>
internal sealed class TestNotes : ISharedNotes
{
    public ConcurrentDictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

    public bool IsAway { get; set; }

    public Task<T?> ReadAsync<T>(string name, CancellationToken cancellationToken)
        where T : class, new() => Task.FromResult(Find<T>(name));

    public Task<T> ChangeAsync<T>(string name, Func<T, T> change, CancellationToken cancellationToken)
        where T : class, new()
    {
        var changed = change(Find<T>(name) ?? new T());
        Texts[name] = JsonSerializer.Serialize(changed, JsonSerializerOptions.Web);
        return Task.FromResult(changed);
    }

    public Task RemoveAsync<T>(string name, CancellationToken cancellationToken)
        where T : class, new()
    {
        Find<T>(name);
        Texts.TryRemove(name, out _);
        return Task.CompletedTask;
    }

    private T? Find<T>(string name)
        where T : class
    {
        if (IsAway)
        {
            throw new TollamaException(ErrorCode.Unavailable, "away");
        }

        return Texts.TryGetValue(name, out string? text)
            ? JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web)
            : null;
    }
}
