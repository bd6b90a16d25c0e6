using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Tollama.Core.Persistence;

namespace Tollama.Grains.Persistence;

/// <summary>
/// What a grain knows, in the memory of the cluster: read once, written some time after it changed, so that many
/// changes are one write. Storage that is away holds nobody up: what changed is kept until it is back, and what was
/// stored before is taken up first.
/// </summary>
/// <typeparam name="T">The note.</typeparam>
/// <param name="notes">Where it is kept.</param>
/// <param name="name">Its name.</param>
/// <param name="recall">Takes up what was stored, beside what is known already.</param>
/// <param name="take">All that is known now.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Log.</param>
internal sealed partial class NoteKeeper<T>(
    ISharedNotes notes, string name, Action<T> recall, Func<T> take, TimeProvider time, ILogger logger)
    where T : class, new()
{
    /// <summary>How long who asks waits for storage; then it is asked without.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private Task? _reading;
    private bool _isRead;
    private bool _isChanged;
    private bool _isFailing;

    /// <summary>How often a grain that keeps a note calls <see cref="FlushAsync"/>.</summary>
    public static GrainTimerCreationOptions Rhythm =>
        new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)) { Interleave = true };

    /// <summary>There is something to be written.</summary>
    public void Changed() => _isChanged = true;

    /// <summary>Takes up what was stored; gives up after a while, and the next call tries again.</summary>
    public Task EnsureReadAsync() => TryAsync(ReadAsync);

    /// <summary>Writes what changed; what can't be written now stays for the next call.</summary>
    public Task FlushAsync() => TryAsync(WriteAsync);

    private Task ReadAsync()
    {
        if (_isRead)
        {
            return Task.CompletedTask;
        }

        return _reading is { IsCompleted: false } running ? running : _reading = ReadOnceAsync();
    }

    private async Task ReadOnceAsync()
    {
        using var limit = new CancellationTokenSource(Patience, time);
        if (await notes.ReadAsync<T>(name, limit.Token).WaitAsync(limit.Token) is { } stored)
        {
            recall(stored);
        }

        _isRead = true;
    }

    private async Task WriteAsync()
    {
        if (!_isChanged)
        {
            return;
        }

        await ReadAsync();
        _isChanged = false;
        try
        {
            using var limit = new CancellationTokenSource(Patience, time);
            await notes.WriteAsync(name, take(), limit.Token).WaitAsync(limit.Token);
        }
        catch
        {
            _isChanged = true;
            throw;
        }
    }

    [SuppressMessage(
        "Design",
        "CA1031",
        Justification = "The boundary to storage: whatever it says, forecasts go on and the log tells.")]
    private async Task TryAsync(Func<Task> step)
    {
        try
        {
            await step();
            _isFailing = false;
        }
        catch (Exception fault)
        {
            if (!_isFailing)
            {
                LogNotKept(name, fault.Message);
            }

            _isFailing = true;
        }
    }

    [LoggerMessage(
        EventId = 5040,
        Level = LogLevel.Warning,
        Message = "Note '{Name}' cannot be read or written now, it is tried again: {Reason}")]
    private partial void LogNotKept(string name, string reason);
}
