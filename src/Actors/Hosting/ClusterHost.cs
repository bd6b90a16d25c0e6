using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tollama.Actors.Activation;
using Tollama.Actors.Membership;
using Tollama.Actors.Postgres;
using Tollama.Actors.Transport;
using Tollama.Core.Errors;

namespace Tollama.Actors.Hosting;

/// <summary>
/// Runs one member of a cluster: tables, listener, lease, watch; joins anew when its incarnation was declared dead; on
/// stop drains, then leaves.
/// </summary>
internal sealed partial class ClusterHost : IHostedLifecycleService, IAsyncDisposable
{
    /// <summary>
    /// How long answers of a silo that leaves may take; a reader of a stream that does not read must not hold it.
    /// </summary>
    private static readonly TimeSpan AnswersUnderWay = TimeSpan.FromSeconds(5);

    private readonly ClusterParts _parts;
    private readonly Http2Listener _listener;
    private readonly ClusterOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _renewNow = new(0, 1);
    private Task _running = Task.CompletedTask;

    public ClusterHost(
        ClusterParts parts,
        Http2Listener listener,
        ClusterOptions options,
        TimeProvider time,
        ILogger<ClusterHost> logger)
    {
        _parts = parts;
        _listener = listener;
        _options = options;
        _time = time;
        _logger = logger;
    }

    private MembershipAgent Members => _parts.Members;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await InsistAsync(MigrateAsync, cancellationToken);
        await _listener.StartAsync(cancellationToken);
        await InsistAsync(JoinAsync, cancellationToken);
        Members.ViewChanged += OnViewChanged;
        _running = Task.WhenAll(
            RepeatAsync(RenewAsync),
            RepeatAsync(AskPromisesAsync),
            RepeatAsync(JudgeAsync),
            RepeatAsync(WatchAsync),
            RepeatAsync(CollectAsync));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After the HTTP server has ended its requests: tells the others, drains, leaves.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Members.SetStatusAsync(SiloStatus.Draining, cancellationToken);
            await _parts.Catalog.DrainAsync(cancellationToken);
            await _parts.Receiver.CloseAsync(AnswersUnderWay, _time, cancellationToken);
            await Members.LeaveAsync(cancellationToken);
        }
        catch (TableUnavailableException fault)
        {
            LogLeftSilently(fault.Message);
        }
        finally
        {
            await _stop.CancelAsync();
            await _running;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        _renewNow.Dispose();
    }

    /// <summary>A step of the start. Tables that do not answer may be starting too: they get a while.</summary>
    private async Task InsistAsync(Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        var patience = _options.Membership.StartPatience;
        long began = _time.GetTimestamp();
        while (true)
        {
            try
            {
                await step(cancellationToken);
                return;
            }
            catch (TableUnavailableException fault) when (_time.GetElapsedTime(began) < patience)
            {
                LogWaitingForTables(patience.TotalSeconds, fault.Message);
            }
            catch (TableUnavailableException fault)
            {
                throw new TollamaException(
                    ErrorCode.Unavailable,
                    $"{fault.Message} It was tried for {patience.TotalSeconds} s. Start the database, or check "
                        + "--cluster.",
                    fault);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), _time, cancellationToken);
        }
    }

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        if (_options.Database is not { } database)
        {
            return; // a parent and its workers have no database
        }

        int found = await ClusterTables.TryMigrateAsync(database, _options.Membership.StartPatience, cancellationToken);
        if (found != PostgresSchema.Version)
        {
            LogMigrated(found, PostgresSchema.Version);
        }
    }

    private async Task JoinAsync(CancellationToken cancellationToken)
    {
        await Members.JoinAsync(cancellationToken);
        await Members.SetStatusAsync(SiloStatus.Active, cancellationToken);
    }

    /// <summary>Renews the lease; joins as a new incarnation when this one is dead.</summary>
    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        if (!Members.IsDead && await Members.RenewAsync(cancellationToken))
        {
            await _renewNow.WaitAsync(_options.Membership.RenewEvery, cancellationToken);
            return;
        }

        // What still runs here ends by itself; a grain that it belongs to is not activated here before.
        await Task.WhenAny(
            _parts.Catalog.AbandonAsync(),
            Task.Delay(_options.Membership.Lease, _time, cancellationToken));
        await JoinAsync(cancellationToken);
    }

    /// <summary>Beside the renewals, which may hang for as long as a request may take.</summary>
    private async Task AskPromisesAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_options.Membership.RenewEvery / 2, _time, cancellationToken);
        await Members.AskPromisesAsync(cancellationToken);
    }

    private async Task WatchAsync(CancellationToken cancellationToken) => await _parts.Table.WatchAsync(
        () =>
        {
            if (_renewNow.CurrentCount == 0)
            {
                _renewNow.Release();
            }
        },
        grain => _parts.Router.Cache.Remove(grain),
        cancellationToken);

    private async Task JudgeAsync(CancellationToken cancellationToken)
    {
        _parts.Watch.Refresh(_stop.Token);
        await Members.JudgeAsync(cancellationToken);
        await Task.Delay(_options.Membership.RenewEvery / 2, _time, cancellationToken);
    }

    private async Task CollectAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(_parts.Catalog.Options.CollectionQuantum, _time, cancellationToken);
        _parts.Catalog.CollectIdle();
    }

    /// <summary>Repeats a step until the member stops; a database that is away is no reason to end.</summary>
    private async Task RepeatAsync(Func<CancellationToken, Task> step)
    {
        while (!_stop.IsCancellationRequested)
        {
            var fault = await TurnBoundary.TryAsync(() => step(_stop.Token));
            if (fault is not null and not OperationCanceledException and not TableUnavailableException)
            {
                LogStepFailed(fault);
            }

            if (!_stop.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(fault is null ? 1 : 200), _time, CancellationToken.None);
            }
        }
    }

    private void OnViewChanged(MembershipView view)
    {
        foreach (var member in view.Members)
        {
            if (member.Status == SiloStatus.Dead)
            {
                _parts.Transport.Abandon(member.Address);
            }
            else if (member.Status == SiloStatus.Left)
            {
                _parts.Transport.Retire(member.Address);
            }
        }
    }

    [LoggerMessage(
        EventId = 4201,
        Level = LogLevel.Information,
        Message = "Cluster tables migrated from version {From} to {To}")]
    private partial void LogMigrated(int from, int to);

    [LoggerMessage(
        EventId = 4204,
        Level = LogLevel.Warning,
        Message = "Waiting up to {Seconds} s for the cluster's tables: {Reason}")]
    private partial void LogWaitingForTables(double seconds, string reason);

    [LoggerMessage(
        EventId = 4202,
        Level = LogLevel.Error,
        Message = "A step of the cluster member failed; it is repeated")]
    private partial void LogStepFailed(Exception fault);

    [LoggerMessage(EventId = 4203, Level = LogLevel.Warning, Message = "Left without telling the cluster: {Reason}")]
    private partial void LogLeftSilently(string reason);
}
