using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Tollama.Core.Catalog;

namespace Tollama.Grains.Pulling;

/// <summary>
/// A running pull and those who watch it. A late one first gets what happened so far: every event but superseded
/// progress. Runs on the turns of its grain.
/// </summary>
internal sealed class PullBroadcast
{
    private readonly List<PullEvent> _history = [];
    private readonly List<Seat> _seats = [];
    private Action? _abandon;

    /// <summary>Whether it has ended, or ends because everybody left.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Watches the pull from its beginning.</summary>
    public Seat Join()
    {
        var seat = new Seat(this);
        foreach (var step in _history)
        {
            seat.Write(step);
        }

        _seats.Add(seat);
        return seat;
    }

    /// <summary>Runs the pull to its end; everybody gets its events and its fault.</summary>
    [SuppressMessage(
        "Design",
        "CA1031",
        Justification = "The boundary of a pull: its fault belongs to those who watch it.")]
    public async Task RunAsync(Func<CancellationToken, IAsyncEnumerable<PullEvent>> pull)
    {
        using var everybodyLeft = new CancellationTokenSource();
        _abandon = everybodyLeft.Cancel;
        Exception? fault = null;
        try
        {
            await foreach (var step in pull(everybodyLeft.Token))
            {
                Publish(step);
            }
        }
        catch (Exception caught)
        {
            fault = caught;
        }

        IsOver = true;
        foreach (var seat in _seats)
        {
            seat.Complete(fault);
        }
    }

    private void Publish(PullEvent step)
    {
        if (step.CompletedBytes is not null && _history.Count > 0 && _history[^1].Status == step.Status)
        {
            _history[^1] = step;
        }
        else
        {
            _history.Add(step);
        }

        foreach (var seat in _seats)
        {
            seat.Write(step);
        }
    }

    private void Leave(Seat seat)
    {
        _seats.Remove(seat);
        if (_seats.Count == 0 && !IsOver)
        {
            IsOver = true; // whoever comes now starts a pull of their own, which resumes where this one stopped
            _abandon?.Invoke();
        }
    }

    /// <summary>One who watches.</summary>
    internal sealed class Seat(PullBroadcast pull) : IDisposable
    {
        private readonly Channel<PullEvent> _steps = Channel.CreateUnbounded<PullEvent>();

        public IAsyncEnumerable<PullEvent> ReadAllAsync(CancellationToken cancellationToken) =>
            _steps.Reader.ReadAllAsync(cancellationToken);

        public void Write(PullEvent step) => _steps.Writer.TryWrite(step);

        public void Complete(Exception? fault) => _steps.Writer.TryComplete(fault);

        public void Dispose() => pull.Leave(this);
    }
}
