using System.Collections.Concurrent;
using System.Text.Json;
using Tollama.Core.Persistence;

namespace Tollama.Grains.Tests.Kit;

/// <summary>Notes that outlive a daemon, as text; away when a test says so.</summary>
internal sealed class TestNotes : ISharedNotes
{
    public ConcurrentDictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

    public bool IsAway { get; set; }

    public Task<T?> ReadAsync<T>(string name, CancellationToken cancellationToken)
        where T : class, new() =>
        IsAway
            ? throw new IOException("away")
            : Task.FromResult(
                Texts.TryGetValue(name, out string? text)
                    ? JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web)
                    : null);

    public Task WriteAsync<T>(string name, T value, CancellationToken cancellationToken)
        where T : class, new()
    {
        if (IsAway)
        {
            throw new IOException("away");
        }

        Texts[name] = JsonSerializer.Serialize(value, JsonSerializerOptions.Web);
        return Task.CompletedTask;
    }
}
