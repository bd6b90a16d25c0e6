using System.Diagnostics.CodeAnalysis;
using Tollama.Actors.Calls;

namespace Tollama.Actors.Activation;

/// <summary>The boundary around grain code: whatever it throws ends the turn, not the process.</summary>
[SuppressMessage(
    "Design",
    "CA1031",
    Justification = "The actor turn is one of the four boundaries that catch everything.")]
internal static class TurnBoundary
{
    /// <summary>Calls a grain; what it throws before it returns a task becomes a faulted task.</summary>
    public static Task Invoke<TCall>(in TCall call, object grain)
        where TCall : struct, IGrainCall
    {
        try
        {
            return call.InvokeAsync(grain);
        }
        catch (Exception fault)
        {
            return Task.FromException(fault);
        }
    }

    /// <summary>Runs one step.</summary>
    /// <returns>What it threw, or null.</returns>
    public static Exception? Try(SendOrPostCallback step, object? state)
    {
        try
        {
            step(state);
            return null;
        }
        catch (Exception fault)
        {
            return fault;
        }
    }

    /// <summary>Runs a part of an activation's life.</summary>
    /// <returns>What it threw, or null.</returns>
    public static async Task<Exception?> TryAsync(Func<Task> part)
    {
        try
        {
            await part();
            return null;
        }
        catch (Exception fault)
        {
            return fault;
        }
    }
}
