namespace Tollama.Actors.Abstractions;

/// <summary>How a grain timer ticks.</summary>
/// <param name="DueTime">Until the first tick; infinite to start stopped.</param>
/// <param name="Period">From the end of a tick to the next; infinite for one tick.</param>
public readonly record struct GrainTimerCreationOptions(TimeSpan DueTime, TimeSpan Period)
{
    /// <summary>Ticks may run while a call awaits; otherwise they wait for their turn like calls.</summary>
    public bool Interleave { get; init; }

    /// <summary>Ticks count as use of the activation, so that it is not collected.</summary>
    public bool KeepAlive { get; init; }
}
