namespace Tollama.Models.Baseline.Methods;

/// <summary>
/// How long the fit of one series may search. Searches call <see cref="Allows"/> before each evaluation of their
/// criterion: it looks at the token and the clock every 64 evaluations. Used by one thread at a time.
/// </summary>
internal sealed class FitBudget
{
    private const int EvaluationsBetweenLooks = 64;

    private readonly TimeProvider _clock;
    private readonly long _deadline;
    private readonly CancellationToken _cancellation;
    private int _evaluations;

    /// <summary>A budget that ends at a time stamp of <paramref name="clock"/>.</summary>
    /// <param name="clock">Clock whose <see cref="TimeProvider.GetTimestamp"/> is compared.</param>
    /// <param name="deadline">Time stamp after which searches stop with the best so far.</param>
    /// <param name="cancellation">Gives the fit up altogether.</param>
    public FitBudget(TimeProvider clock, long deadline, CancellationToken cancellation)
    {
        _clock = clock;
        _deadline = deadline;
        _cancellation = cancellation;
    }

    /// <summary>A budget without end, for callers that cannot be cancelled.</summary>
    public static FitBudget Unlimited => new(TimeProvider.System, long.MaxValue, CancellationToken.None);

    /// <summary>Whether a search was stopped by the deadline.</summary>
    public bool WasExhausted { get; private set; }

    /// <summary>Whether one more evaluation may run.</summary>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public bool Allows()
    {
        if (++_evaluations % EvaluationsBetweenLooks == 0)
        {
            Look();
        }

        return !WasExhausted;
    }

    /// <summary>Looks at token and clock now, before a step that is long in itself.</summary>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public bool Look()
    {
        WasExhausted |= _clock.GetTimestamp() > _deadline;
        ThrowIfCancelled();
        return !WasExhausted;
    }

    /// <summary>Looks at the token only: for work that a deadline must not cut short.</summary>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public void ThrowIfCancelled() => _cancellation.ThrowIfCancellationRequested();

    /// <summary>Seconds until the deadline; negative once it has passed.</summary>
    public double SecondsLeft() => ((double)_deadline - _clock.GetTimestamp()) / _clock.TimestampFrequency;

    /// <summary>A budget of its own that ends with this one: it tells whether one part of the work was cut.</summary>
    public FitBudget Part() => new(_clock, _deadline, _cancellation);

    /// <summary>A budget of its own for a part of the work, ending no later than this one.</summary>
    /// <param name="seconds">Seconds that the part may take.</param>
    public FitBudget Within(double seconds)
    {
        double ticks = Math.Min(seconds * _clock.TimestampFrequency, long.MaxValue / 2.0);
        long end = _clock.GetTimestamp() + (long)ticks;
        return new FitBudget(_clock, Math.Min(_deadline, end), _cancellation);
    }
}
