using System.Diagnostics;

namespace Tollama.Bench.Networks;

/// <summary>Durations of something that is done again and again.</summary>
internal static class Timing
{
    /// <summary>
    /// Times several actions in turn, so that what else the machine does falls on all of them alike, and gives the
    /// tenth percentile of each in milliseconds.
    /// </summary>
    /// <param name="seconds">How long to go on; every action is timed at least five times.</param>
    /// <param name="actions">What to time; each is run once before.</param>
    public static double[] InTurn(double seconds, params ReadOnlySpan<Action> actions)
    {
        var times = new List<double>[actions.Length];
        for (int i = 0; i < actions.Length; i++)
        {
            times[i] = [];
            actions[i]();
        }

        long started = Stopwatch.GetTimestamp();
        while (times[0].Count < 5 || Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
        {
            for (int i = 0; i < actions.Length; i++)
            {
                long begin = Stopwatch.GetTimestamp();
                actions[i]();
                times[i].Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            }
        }

        return [.. times.Select(TenthPercentile)];
    }

    private static double TenthPercentile(List<double> times)
    {
        times.Sort();
        return times[times.Count / 10];
    }
}
