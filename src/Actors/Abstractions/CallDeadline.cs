namespace Tollama.Actors.Abstractions;

/// <summary>
/// The moment after which nobody waits for the current call any more. It travels with calls to other silos, so that
/// they give up by themselves even when the caller can no longer tell them.
/// </summary>
public static class CallDeadline
{
    private static readonly AsyncLocal<Moment?> Current = new();

    /// <summary>Sets the deadline for what this flow of control calls from here on; an earlier one stays.</summary>
    public static void Set(TimeSpan fromNow, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (Remaining is not { } sooner || fromNow < sooner)
        {
            Current.Value = new Moment(time, time.GetTimestamp(), fromNow);
        }
    }

    /// <summary>Time that is left; null without a deadline.</summary>
    public static TimeSpan? Remaining =>
        Current.Value is { } set ? set.FromThen - set.Time.GetElapsedTime(set.Then) : null;

    private sealed record Moment(TimeProvider Time, long Then, TimeSpan FromThen);
}
