using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Core.Persistence;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Agents;

/// <summary>The tasks of all gateways; of too many, the oldest that have ended are forgotten.</summary>
[KeepAlive]
internal sealed partial class AgentTasksGrain(
    ServiceNotes service, TimeProvider time, ILogger<AgentTasksGrain> logger) : Grain, IAgentTasksGrain
{
    /// <summary>A task that nobody has said to work on for so long has lost its gateway.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const int MostTasks = 10_000;
    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(5);

    private readonly TaskBook _book = new(service.Notes, MostTasks);
    private readonly Dictionary<string, long> _heardOf = new(StringComparer.Ordinal);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(_ => EndLostAsync(), new GrainTimerCreationOptions(Rhythm, Rhythm));
        return base.OnActivateAsync(cancellationToken);
    }

    public async Task<bool> PutAsync(AgentTaskEntry entry, JsonObject document)
    {
        await _book.EnsureReadAsync();
        if (_book.Find(entry.Id) is { HasEnded: true } before)
        {
            return before == entry; // the same, told twice because a silo was lost
        }

        _heardOf[entry.Id] = time.GetTimestamp();
        await _book.WriteAsync(entry, document);
        return true;
    }

    public async Task<bool> KeepAsync(string id)
    {
        await _book.EnsureReadAsync();
        if (_book.Find(id) is { HasEnded: true })
        {
            return false;
        }

        _heardOf[id] = time.GetTimestamp();
        return true;
    }

    public async Task<JsonObject?> FindAsync(string id, string owner)
    {
        await _book.EnsureReadAsync();
        return _book.Find(id)?.Owner == owner ? (await _book.ReadAsync(id))?.Document : null;
    }

    public async Task<IReadOnlyList<AgentTaskEntry>> ListAsync(string owner)
    {
        await _book.EnsureReadAsync();
        return [.. _book.Entries.Where(entry => entry.Owner == owner).OrderByDescending(entry => entry.ChangedAt)];
    }

    /// <summary>Ends the tasks whose gateways are gone: nobody else would.</summary>
    private async Task EndLostAsync()
    {
        try
        {
            await _book.EnsureReadAsync();
            long now = time.GetTimestamp();
            var running = _book.Entries.Where(entry => !entry.HasEnded).ToList();
            foreach (string ended in _heardOf.Keys.Except(running.Select(entry => entry.Id)).ToList())
            {
                _heardOf.Remove(ended);
            }

            foreach (var entry in running)
            {
                // an activation that has not heard of it yet is new: its gateway gets the time to say so
                bool isNew = _heardOf.TryAdd(entry.Id, now);
                if (!isNew && time.GetElapsedTime(_heardOf[entry.Id], now) > Patience)
                {
                    await EndAsync(entry);
                }
            }
        }
        catch (TollamaException fault)
        {
            LogPostponed(fault.Message);
        }
    }

    private async Task EndAsync(AgentTaskEntry entry)
    {
        var stored = await _book.ReadAsync(entry.Id);
        if (stored?.Entry is { HasEnded: true } ended)
        {
            await _book.ListAsync(ended); // its gateway wrote that much
            return;
        }

        var failed = entry with { State = "failed", HasEnded = true, ChangedAt = time.GetUtcNow() };
        var document = stored?.Document.DeepClone().AsObject() ?? [];
        var message = AgentMessages.Text("The gateway that carried out this task is gone; send the message again.");
        document["status"] = AgentMessages.Status(
            failed.State, failed.ChangedAt, AgentMessages.Say(entry.Id, entry.ContextId, message));
        await _book.WriteAsync(failed, document);
    }

    [LoggerMessage(
        EventId = 5085,
        Level = LogLevel.Warning,
        Message = "Agent tasks whose gateways are gone are ended later: {Reason}")]
    private partial void LogPostponed(string reason);
}
