using System.ComponentModel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tollama.Cli.Commands.Serve.Workers;

/// <summary>
/// Keeps every worker running: one that ends is started again after a pause. On stop they drain, then end.
/// </summary>
internal sealed partial class WorkerSupervisor : IHostedService, IDisposable
{
    private readonly Func<IReadOnlyList<WorkerPlan>> _plan;
    private readonly Action<string> _onEnded;
    private readonly string _secret;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Starts nothing yet.</summary>
    /// <param name="plan">Which workers there are to be.</param>
    /// <param name="onEnded">Told the address of each worker that ended.</param>
    /// <param name="secret">What they show each other.</param>
    /// <param name="patience">How long one may take to stop.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where ends and restarts are told.</param>
    public WorkerSupervisor(
        Func<IReadOnlyList<WorkerPlan>> plan,
        Action<string> onEnded,
        string secret,
        TimeSpan patience,
        TimeProvider time,
        ILogger<WorkerSupervisor> log)
    {
        (_plan, _onEnded) = (plan, onEnded);
        (_secret, _patience) = (secret, patience);
        (_time, _log) = (time, log);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.WhenAll(_plan().Select(KeepAsync));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _running;
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private async Task KeepAsync(WorkerPlan worker)
    {
        var pauses = new RestartPause();
        while (!_stop.IsCancellationRequested)
        {
            long started = _time.GetTimestamp();
            await RunAsync(worker);
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            _onEnded(worker.Listen);
            var pause = pauses.After(_time.GetElapsedTime(started));
            LogRestarting(worker.Name, pause.TotalSeconds);
            await Task.Delay(pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAsync(WorkerPlan worker)
    {
        try
        {
            await using var process = WorkerProcess.Start(worker.Arguments, _secret, _patience);
            LogStarted(worker.Name, process.Id);
            int status = await process.WaitAsync(_stop.Token);
            LogEnded(worker.Name, process.Id, status);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The daemon stops: leaving the block above has let the worker drain.
        }
        catch (Win32Exception fault)
        {
            LogNotStarted(worker.Name, fault.Message);
        }
    }

    [LoggerMessage(EventId = 8001, Level = LogLevel.Information, Message = "Worker {Name} runs as process {Process}")]
    private partial void LogStarted(string name, int process);

    [LoggerMessage(
        EventId = 8002,
        Level = LogLevel.Error,
        Message = "Worker {Name} (process {Process}) ended with status {Status}")]
    private partial void LogEnded(string name, int process, int status);

    [LoggerMessage(EventId = 8003, Level = LogLevel.Warning, Message = "Worker {Name} is started again in {Seconds} s")]
    private partial void LogRestarting(string name, double seconds);

    [LoggerMessage(EventId = 8004, Level = LogLevel.Error, Message = "Worker {Name} could not be started: {Reason}")]
    private partial void LogNotStarted(string name, string reason);
}
