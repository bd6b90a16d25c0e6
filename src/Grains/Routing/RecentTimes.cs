namespace Tollama.Grains.Routing;

/// <summary>How long something took lately: the newest 256 times that are not older than a given span.</summary>
/// <param name="window">The span.</param>
internal sealed class RecentTimes(TimeSpan window)
{
    private const int Most = 256;

    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly Queue<(TimeSpan At, TimeSpan Took)> _times = new();
    private TimeSpan _computedAt = TimeSpan.MinValue;
    private TimeSpan? _high;

    /// <summary>Notes one.</summary>
    public void Add(TimeSpan took, TimeSpan now)
    {
        if (_times.Count == Most)
        {
            _times.Dequeue();
        }

        _times.Enqueue((now, took));
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _times.Clear();
        (_computedAt, _high) = (TimeSpan.MinValue, null);
    }

    /// <summary>What 95 of 100 do not exceed, as of the last second; null where too few are known.</summary>
    /// <param name="least">How many must be known.</param>
    /// <param name="now">The time.</param>
    public TimeSpan? High(int least, TimeSpan now)
    {
        if (_computedAt != TimeSpan.MinValue && now - _computedAt < Freshness)
        {
            return _high;
        }

        while (_times.TryPeek(out var oldest) && now - oldest.At > window)
        {
            _times.Dequeue();
        }

        TimeSpan[] sorted = [.. _times.Select(time => time.Took).Order()];
        _computedAt = now;
        return _high = sorted.Length < least ? null : sorted[(int)Math.Ceiling(0.95 * sorted.Length) - 1];
    }
}
