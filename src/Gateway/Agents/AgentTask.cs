using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Tollama.Grains.Agents;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Agents;

/// <summary>One task of an agent: its state, what was said and what came of it (agents §7).</summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "The token source has neither timer nor registration: nothing to dispose.")]
internal sealed class AgentTask
{
    /// <summary>State of a task that its caller cancelled.</summary>
    public const string Canceled = "canceled";

    /// <summary>What a cancelled task tells.</summary>
    public const string CanceledText = "The task was canceled.";

    /// <summary>States that a task does not leave.</summary>
    public static readonly IReadOnlyList<string> TerminalStates = ["completed", "failed", Canceled, "rejected"];

    private readonly Lock _gate = new();
    private readonly List<JsonObject> _history;
    private readonly List<AgentTaskUpdate> _updates = [];
    private readonly JsonObject? _metadata;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _cancellation = new();
    private JsonObject? _artifact;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A submitted task.</summary>
    /// <param name="owner">Key id of the caller; nobody else sees the task.</param>
    /// <param name="message">The message that asks for it, complete.</param>
    /// <param name="contextId">Conversation that it belongs to; null to begin one.</param>
    /// <param name="metadata">What the caller attached; null for nothing.</param>
    /// <param name="time">The clock.</param>
    public AgentTask(string owner, JsonObject message, string? contextId, JsonObject? metadata, TimeProvider time)
    {
        (Owner, _metadata, _time) = (owner, metadata, time);
        ContextId = contextId ?? Guid.NewGuid().ToString("N");
        _history = [message];
        Add("submitted", null);
    }

    /// <summary>Its id.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Conversation that it belongs to.</summary>
    public string ContextId { get; }

    /// <summary>Key id of the caller.</summary>
    public string Owner { get; }

    /// <summary>Its state.</summary>
    public string State { get; private set; } = "submitted";

    /// <summary>When it came into that state.</summary>
    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Whether it has ended.</summary>
    public bool IsTerminal => TerminalStates.Contains(State, StringComparer.Ordinal);

    /// <summary>Cancelled when the caller cancels the task.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Moves on; false when the task has already ended.</summary>
    /// <param name="state">The new state.</param>
    /// <param name="text">What to tell.</param>
    /// <param name="artifact">The result; null for none.</param>
    /// <param name="reply">Message for the history; null for none.</param>
    public bool TryMove(string state, string text, JsonObject? artifact = null, JsonObject? reply = null)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (IsTerminal)
            {
                return false;
            }

            if (reply is not null)
            {
                _history.Add(reply);
            }

            _artifact = artifact;
            Add(state, Say(AgentMessages.Text(text)));
            if (artifact is not null)
            {
                _updates.Add(new AgentTaskUpdate(IsStatus: false, artifact, IsLast: IsTerminal));
            }

            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
        return true;
    }

    /// <summary>Cancels it; false when it has already ended.</summary>
    public async Task<bool> CancelAsync()
    {
        bool isCanceled = TryMove(Canceled, CanceledText);
        if (isCanceled)
        {
            await _cancellation.CancelAsync();
        }

        return isCanceled;
    }

    /// <summary>A message of this side with one part.</summary>
    public JsonObject Say(JsonObject part) => AgentMessages.Say(Id, ContextId, part);

    /// <summary>The task as it is answered, with all messages and results.</summary>
    public (AgentTaskEntry Entry, JsonObject Document) Describe()
    {
        lock (_gate)
        {
            return (new AgentTaskEntry(Id, Owner, ContextId, State, IsTerminal, ChangedAt), ToJson());
        }
    }

    /// <summary>Leaves out what a caller did not ask for.</summary>
    /// <param name="document">A task as it is answered.</param>
    /// <param name="historyLength">Most messages, the last ones; null for all.</param>
    /// <param name="withArtifacts">Whether results are shown.</param>
    public static JsonObject Shorten(JsonObject document, int? historyLength, bool withArtifacts)
    {
        var history = document["history"]!.AsArray();
        while (history.Count > historyLength)
        {
            history.RemoveAt(0);
        }

        if (!withArtifacts)
        {
            document["artifacts"] = new JsonArray();
        }

        return document;
    }

    /// <summary>Waits for the update after those already seen.</summary>
    /// <param name="seen">Number of updates seen.</param>
    /// <param name="cancellationToken">The listener left.</param>
    public async Task<AgentTaskUpdate> UpdateAsync(int seen, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_updates.Count > seen)
                {
                    return _updates[seen];
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["id"] = Id,
            ["contextId"] = ContextId,
            // there is one from the start
            ["status"] = _updates.FindLast(update => update.IsStatus)!.Content.DeepClone(),
            ["history"] = new JsonArray([.. _history.Select(message => message.DeepClone())]),
            ["artifacts"] = _artifact is not null ? new JsonArray(_artifact.DeepClone()) : new JsonArray(),
        };
        if (_metadata is not null)
        {
            json["metadata"] = _metadata.DeepClone();
        }

        return json;
    }

    private void Add(string state, JsonObject? message)
    {
        (State, ChangedAt) = (state, _time.GetUtcNow());
        var status = AgentMessages.Status(state, ChangedAt, message);
        bool isLast = IsTerminal && _artifact is null;
        _updates.Add(new AgentTaskUpdate(IsStatus: true, status, isLast));
    }
}
