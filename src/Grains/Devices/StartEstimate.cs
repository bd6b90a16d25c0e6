namespace Tollama.Grains.Devices;

/// <summary>When a forecast that comes now would start. A pure function of what is known of the queue.</summary>
/// <param name="Position">Forecasts that start before it.</param>
/// <param name="StartsIn">Time until it starts.</param>
internal readonly record struct StartEstimate(int Position, TimeSpan StartsIn)
{
    /// <summary>Estimates.</summary>
    /// <param name="slots">When each engine slot is free, from now; at least one. Where a load runs: its rest.</param>
    /// <param name="ahead">Forecasts that wait already.</param>
    /// <param name="service">How long an engine call takes.</param>
    /// <param name="cap">Forecasts that share a call, at least 1.</param>
    public static StartEstimate Of(IReadOnlyList<TimeSpan> slots, int ahead, TimeSpan service, int cap)
    {
        var free = new PriorityQueue<TimeSpan, TimeSpan>(slots.Select(slot => (slot, slot)));
        for (int calls = ahead / cap; calls > 0; calls--)
        {
            var ends = free.Peek() + service;
            free.DequeueEnqueue(ends, ends);
        }

        return new StartEstimate(ahead, free.Peek());
    }
}
