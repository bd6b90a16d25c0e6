using System.Collections.Concurrent;

namespace Tollama.Gateway.Telemetry;

/// <summary>When each family was first and last used through this gateway.</summary>
internal sealed class RunnerActivity(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (DateTimeOffset First, DateTimeOffset Last)> _uses = new(
        StringComparer.Ordinal);

    /// <summary>Notes a use.</summary>
    public void Note(string family)
    {
        var now = time.GetUtcNow();
        _uses.AddOrUpdate(family, (now, now), (_, use) => (use.First, now));
    }

    /// <summary>First and last use; nulls when there was none.</summary>
    public (DateTimeOffset? First, DateTimeOffset? Last) Of(string family) =>
        _uses.TryGetValue(family, out var use) ? (use.First, use.Last) : (null, null);
}
