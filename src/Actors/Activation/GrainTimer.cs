using Tollama.Actors.Abstractions;
using Tollama.Actors.Calls;

namespace Tollama.Actors.Activation;

/// <summary>
/// A timer whose ticks are calls of its activation; the next tick is armed when the last one has ended.
/// </summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly ActivationData _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private readonly bool _interleaves;
    private TimeSpan _period;
    private int _changes;

    public GrainTimer(
        ActivationData activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _callback = callback;
        _interleaves = options.Interleave;
        _period = options.Period;
        _timer = activation.Time.CreateTimer(
            static state => ((GrainTimer)state!).Tick(), this, options.DueTime, Timeout.InfiniteTimeSpan);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _changes);
        _period = period;
        _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _timer.Dispose();
        _activation.RemoveTimer(this);
    }

    private void Tick()
    {
        if (!_stop.IsCancellationRequested)
        {
            _activation.Turns.TryEnqueue(new TimerTick(this));
        }
    }

    private async Task RunAsync()
    {
        int changes = Volatile.Read(ref _changes);
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        var fault = await TurnBoundary.TryAsync(() => _callback(_stop.Token));
        if (fault is not null and not OperationCanceledException)
        {
            _activation.ReportTimerFault(fault); // a tick that fails does not stop the timer
        }

        if (!_stop.IsCancellationRequested && changes == Volatile.Read(ref _changes))
        {
            _timer.Change(_period, Timeout.InfiniteTimeSpan);
        }
    }

    private sealed class TimerTick(GrainTimer timer)
        : QueuedCall(timer._activation.GrainId, timer._interleaves),
            ITimerTick
    {
        public override void Complete(Task finished)
        {
            // RunAsync handles its own faults; nobody waits for a tick.
        }

        protected override Task InvokeCore(object grain) => timer.RunAsync();

        protected override void SetFault(Exception fault)
        {
            // The activation ended before the tick began: the timer ends with it.
        }

        protected override void SetCancelled(CancellationToken token)
        {
            // A tick is never cancelled while it waits.
        }
    }
}
