namespace Tollama.Grains.Tests.Simulation;

/// <summary>Time that passes only from one event to the next; events of the same moment keep their order.</summary>
internal sealed class VirtualClock
{
    private readonly PriorityQueue<Action, (TimeSpan At, long Order)> _events = new();
    private long _order;

    public TimeSpan Now { get; private set; }

    public void After(TimeSpan delay, Action action) => _events.Enqueue(action, (Now + delay, _order++));

    /// <summary>Lets the next event happen.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Step()
    {
        if (!_events.TryDequeue(out var action, out var key))
        {
            return false;
        }

        Now = key.At;
        action();
        return true;
    }
}
