using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Gateway.Routes;
using Tollama.Grains;
using Tollama.Grains.Agents;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Agents;

/// <summary>
/// The tasks that callers see: those of all gateways, as their grain knows them, and those that run here, should it not
/// be there.
/// </summary>
internal sealed partial class AgentTasks(IGrainFactory grains, TimeProvider time, ILogger<AgentTasks> log)
{
    private const int MostTries = 5;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly ILogger _log = log;
    private readonly IAgentTasksGrain _shared = grains.GetGrain<IAgentTasksGrain>(GrainKeys.Tasks);
    private readonly ConcurrentDictionary<string, AgentTask> _running = new(StringComparer.Ordinal);

    /// <summary>Takes a new task: it is stored before its caller hears of it, which may take some tries.</summary>
    /// <exception cref="TollamaException">Unavailable: it cannot be stored.</exception>
    public async Task AcceptAsync(AgentTask task)
    {
        for (int tries = 1; !await TryAcceptAsync(task, isLast: tries == MostTries); tries++)
        {
            await Task.Delay(RetryInterval, time);
        }

        _running[task.Id] = task;
    }

    /// <summary>
    /// Tells the other gateways what a task of this one is like now; it runs on where they cannot be told.
    /// </summary>
    /// <returns>Whether they know.</returns>
    public async Task<bool> ShareAsync(AgentTask task)
    {
        try
        {
            await StoreAsync(task);
            return true;
        }
        catch (TollamaException fault)
        {
            LogNotShared(fault, task.Id);
            return false;
        }
    }

    /// <summary>Stores the end of a task, however long the storage is away, unless this process stops.</summary>
    public async Task EndAsync(AgentTask task, CancellationToken stopping)
    {
        while (!await ShareAsync(task) && !stopping.IsCancellationRequested)
        {
            await Task.Delay(RetryInterval, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _running.TryRemove(task.Id, out _);
    }

    /// <summary>Says that a task of this gateway is being worked on.</summary>
    /// <returns>False when it has ended: another gateway has cancelled it.</returns>
    public async Task<bool> KeepAsync(AgentTask task)
    {
        try
        {
            return await RetryOnSiloLoss.RunAsync(() => _shared.KeepAsync(task.Id), CancellationToken.None);
        }
        catch (TollamaException fault)
        {
            LogNotShared(fault, task.Id);
            return true;
        }
    }

    /// <summary>A task of a caller as it is answered; the caller may change it.</summary>
    /// <exception cref="RpcException">TaskNotFound.</exception>
    /// <exception cref="TollamaException">Unavailable: it does not run here, and nobody else can be asked.</exception>
    public async Task<JsonObject> FindAsync(string id, string owner)
    {
        var local =
            _running.TryGetValue(id, out var running) && running.Owner == owner ? running.Describe().Document : null;
        try
        {
            var shared = await RetryOnSiloLoss.RunAsync(() => _shared.FindAsync(id, owner), CancellationToken.None);
            if (shared is not null && (local is null || HasEnded(shared)))
            {
                return shared.DeepClone().AsObject();
            }
        }
        catch (TollamaException) when (local is not null)
        {
            // What runs here is known here.
        }

        return local ?? throw new RpcException(RpcException.TaskNotFound, $"There is no task '{id}'.");
    }

    /// <summary>The tasks of a caller, those that changed last first.</summary>
    /// <exception cref="TollamaException">Unavailable: the other gateways' tasks cannot be asked for.</exception>
    public async Task<IReadOnlyList<AgentTaskEntry>> ListAsync(string owner)
    {
        var shared = await RetryOnSiloLoss.RunAsync(() => _shared.ListAsync(owner), CancellationToken.None);
        var known = shared.Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
        var local = _running
            .Values.Where(task => task.Owner == owner && !known.Contains(task.Id))
            .Select(task => task.Describe().Entry);
        return [.. shared.Concat(local).OrderByDescending(entry => entry.ChangedAt)];
    }

    /// <summary>Cancels a task, wherever it runs; it is told within a second.</summary>
    /// <returns>The task as it is answered.</returns>
    /// <exception cref="RpcException">TaskNotFound; TaskNotCancelable: it has ended.</exception>
    public async Task<JsonObject> CancelAsync(string id, string owner)
    {
        if (_running.TryGetValue(id, out var task) && task.Owner == owner && await task.CancelAsync())
        {
            await ShareAsync(task);
            return task.Describe().Document;
        }

        var document = await FindAsync(id, owner);
        string state = StateOf(document);
        bool isCanceled = !HasEnded(document) && await TryCancelAsync(id, owner, document);
        return isCanceled
            ? document
            : throw new RpcException(RpcException.TaskNotCancelable, $"Task '{id}' has already ended: it is {state}.");
    }

    private Task<bool> TryCancelAsync(string id, string owner, JsonObject document)
    {
        var now = time.GetUtcNow();
        string context = document["contextId"]!.GetValue<string>(); // every task has one
        document["status"] = AgentMessages.Status(
            AgentTask.Canceled, now, AgentMessages.Say(id, context, AgentMessages.Text(AgentTask.CanceledText)));
        var entry = new AgentTaskEntry(id, owner, context, AgentTask.Canceled, HasEnded: true, now);
        return RetryOnSiloLoss.RunAsync(
            () => _shared.PutAsync(entry, document.DeepClone().AsObject()),
            CancellationToken.None);
    }

    private async Task<bool> TryAcceptAsync(AgentTask task, bool isLast)
    {
        try
        {
            await StoreAsync(task);
            return true;
        }
        catch (TollamaException fault) when (fault.Code == ErrorCode.Unavailable && !isLast)
        {
            LogNotShared(fault, task.Id);
            return false;
        }
    }

    private Task<bool> StoreAsync(AgentTask task)
    {
        var (entry, document) = task.Describe();
        return RetryOnSiloLoss.RunAsync(() => _shared.PutAsync(entry, document), CancellationToken.None);
    }

    private static bool HasEnded(JsonObject document) =>
        AgentTask.TerminalStates.Contains(StateOf(document), StringComparer.Ordinal);

    private static string StateOf(JsonObject document) =>
        document["status"]!["state"]!.GetValue<string>(); // every task has one

    [LoggerMessage(1041, LogLevel.Warning, "Other gateways do not know how agent task {Task} stands")]
    private partial void LogNotShared(Exception fault, string task);
}
