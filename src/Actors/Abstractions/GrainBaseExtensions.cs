using Tollama.Actors.Activation;

namespace Tollama.Actors.Abstractions;

/// <summary>Timers of grains.</summary>
public static class GrainBaseExtensions
{
    /// <summary>
    /// Runs <paramref name="callback"/> as turns of this activation. The next tick is armed when the last one has
    /// ended; an exception is logged and does not stop the timer. The timer ends with the activation.
    /// </summary>
    /// <param name="grain">The grain that owns the timer.</param>
    /// <param name="callback">The work; its token is cancelled when the timer is disposed.</param>
    /// <param name="options">When, and whether ticks interleave with calls.</param>
    public static IGrainTimer RegisterGrainTimer(
        this IGrainBase grain, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        ArgumentNullException.ThrowIfNull(grain);
        ArgumentNullException.ThrowIfNull(callback);
        return ((ActivationData)grain.GrainContext).AddTimer(callback, options);
    }

    /// <summary>A timer whose ticks wait for their turn like calls.</summary>
    public static IGrainTimer RegisterGrainTimer(
        this IGrainBase grain, Func<CancellationToken, Task> callback, TimeSpan dueTime, TimeSpan period) =>
        RegisterGrainTimer(grain, callback, new GrainTimerCreationOptions(dueTime, period));
}
