using System.Globalization;

namespace Tollama.Cli.Output;

/// <summary>How fast something arrives, over the last few seconds, and how long the rest will take.</summary>
internal sealed class TransferRate(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan LeastSpan = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan LongestShown = TimeSpan.FromHours(100);

    private readonly Queue<(long Time, long Bytes)> _samples = new();

    /// <summary>Notes how much is there now.</summary>
    /// <returns>
    /// <c>, 20.1 MB/s, 0:22 left</c>; empty while too little has been seen, what was there from the start does not
    /// count.
    /// </returns>
    public string Describe(long completed, long total)
    {
        long now = time.GetTimestamp();
        if (_samples.TryPeek(out var first) && completed < first.Bytes)
        {
            _samples.Clear(); // a part was dropped and comes again
        }

        _samples.Enqueue((now, completed));
        while (_samples.Count > 2 && time.GetElapsedTime(_samples.Peek().Time, now) > Window)
        {
            _samples.Dequeue();
        }

        var (since, had) = _samples.Peek();
        var elapsed = time.GetElapsedTime(since, now);
        double rate = (completed - had) / elapsed.TotalSeconds;
        if (elapsed < LeastSpan || rate < 1)
        {
            return string.Empty;
        }

        string speed = $", {ByteSize.Format((long)rate)}/s";
        double seconds = (total - completed) / rate;
        return completed >= total || seconds > LongestShown.TotalSeconds
            ? speed
            : $"{speed}, {Left(TimeSpan.FromSeconds(seconds))} left";
    }

    private static string Left(TimeSpan left) => left.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalHours}:{left.Minutes:00}:{left.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{left.Minutes}:{left.Seconds:00}");
}
