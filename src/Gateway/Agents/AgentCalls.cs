using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Gateway.Auth;

namespace Tollama.Gateway.Agents;

/// <summary>The methods of the agent protocol (agents §7).</summary>
internal sealed partial class AgentCalls(
    AgentTasks tasks, AgentOperations operations, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<AgentCalls> log)
{
    private const int DefaultPageSize = 50;
    private const int LargestPage = 100;

    private static readonly string[] States =
        ["submitted", "working", "completed", "failed", "canceled", "rejected", "input-required", "auth-required"];

    private readonly ILogger _log = log;

    /// <summary>
    /// <c>message/send</c>: makes a task of a message; waits for its end when the message asks for that.
    /// </summary>
    /// <exception cref="RpcException">The parameters do not fit.</exception>
    public async Task<JsonObject> SendAsync(RpcParameters parameters, Caller caller)
    {
        bool isBlocking = parameters.Map("configuration") is { } configuration && new RpcParameters(configuration).Flag("blocking");
        var task = Submit(parameters, caller);
        var submitted = task.ToJson(historyLength: null, withArtifacts: true);
        var run = Task.Run(() => RunAsync(task, caller), CancellationToken.None); // the task ends itself, whatever happens
        if (isBlocking)
        {
            await run;
        }

        return new JsonObject { ["task"] = isBlocking ? task.ToJson(historyLength: null, withArtifacts: true) : submitted };
    }

    /// <summary>The task that <c>message/stream</c> reports on, running.</summary>
    /// <exception cref="RpcException">The parameters do not fit.</exception>
    public AgentTask Start(RpcParameters parameters, Caller caller)
    {
        var task = Submit(parameters, caller);
        _ = Task.Run(() => RunAsync(task, caller), CancellationToken.None);
        return task;
    }

    /// <summary><c>tasks/get</c>.</summary>
    /// <exception cref="RpcException">The parameters do not fit, or there is no such task.</exception>
    public JsonObject Get(RpcParameters parameters, Caller caller)
    {
        string id = parameters.RequiredText("id");
        int? length = parameters.Integer("historyLength", 0);
        return tasks.Find(id, caller.KeyId).ToJson(length, withArtifacts: true);
    }

    /// <summary><c>tasks/query</c>.</summary>
    /// <exception cref="RpcException">The parameters do not fit.</exception>
    public JsonObject Query(RpcParameters parameters, Caller caller)
    {
        int size = parameters.Integer("pageSize", 1, LargestPage) ?? DefaultPageSize;
        int offset = PageStart(parameters.Text("pageToken"));
        int? length = parameters.Integer("historyLength", 0);
        string? context = parameters.Text("contextId");
        string? state = FindState(parameters.Node("status"));
        var after = FindTime(parameters.Text("statusTimestampAfter"));
        bool withArtifacts = parameters.Flag("includeArtifacts");
        var found = tasks.List(caller.KeyId)
            .Where(task => (context is null || task.ContextId == context)
                && (state is null || task.State == state)
                && (after is null || task.ChangedAt >= after))
            .ToList();
        int end = (int)Math.Min((long)offset + size, found.Count);
        return new JsonObject
        {
            ["tasks"] = new JsonArray([.. found.Skip(offset).Take(size).Select(task => task.ToJson(length, withArtifacts))]),
            ["nextPageToken"] = end < found.Count ? end.ToString(CultureInfo.InvariantCulture) : string.Empty,
            ["pageSize"] = size,
            ["totalSize"] = found.Count,
        };
    }

    /// <summary><c>tasks/cancel</c>.</summary>
    /// <exception cref="RpcException">There is no such task, or it has already ended.</exception>
    public async Task<JsonObject> CancelAsync(RpcParameters parameters, Caller caller)
    {
        var task = tasks.Find(parameters.RequiredText("id"), caller.KeyId);
        return await task.CancelAsync()
            ? task.ToJson(historyLength: null, withArtifacts: true)
            : throw new RpcException(RpcException.TaskNotCancelable, $"Task '{task.Id}' has already ended: it is {task.State}.");
    }

    private AgentTask Submit(RpcParameters parameters, Caller caller)
    {
        var message = parameters.Map("message")?.DeepClone().AsObject() ?? throw RpcParameters.Unfit("'message' must be an object.");
        if (message["parts"] is not JsonArray { Count: > 0 })
        {
            throw RpcParameters.Unfit("'message.parts' must hold at least one part.");
        }

        message.TryAdd("messageId", Guid.NewGuid().ToString("N"));
        message.TryAdd("role", "user");
        var task = new AgentTask(
            caller.KeyId,
            message,
            new RpcParameters(message).Text("contextId"),
            parameters.Map("metadata")?.DeepClone().AsObject(),
            time);
        tasks.Add(task);
        return task;
    }

    /// <summary>Carries a task out; every fault becomes its state.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The edge of a task: nothing above it could tell its caller.")]
    private async Task RunAsync(AgentTask task, Caller caller)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(task.Cancellation, lifetime.ApplicationStopping);
        task.TryMove("working", "The task is running.");
        try
        {
            var request = MessageRouting.Read(task.ToJson(historyLength: null, withArtifacts: false)["history"]![0]!.AsObject());
            var answer = await operations.RunAsync(request, caller, end.Token);
            var artifact = new JsonObject
            {
                ["artifactId"] = Guid.NewGuid().ToString("N"),
                ["name"] = request.Operation + "_result",
                ["parts"] = new JsonArray(new JsonObject { ["mediaType"] = "application/json", ["data"] = answer }),
            };
            var reply = task.Say(new JsonObject { ["mediaType"] = "application/json", ["data"] = answer.DeepClone() });
            task.TryMove("completed", "The task is done.", artifact, reply);
        }
        catch (TollamaException fault) when (fault.Code != ErrorCode.Internal)
        {
            bool isRejected = ErrorTable.Describe(fault.Code).HttpStatus == 400;
            task.TryMove(isRejected ? "rejected" : "failed", fault.Message, reply: task.Say(new JsonObject
            {
                ["mediaType"] = "text/plain",
                ["text"] = fault.Message,
            }));
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            task.TryMove("canceled", "The server stops.");
        }
        catch (Exception fault)
        {
            LogFailed(fault, task.Id);
            task.TryMove("failed", "A fault of the server; its log has the cause.");
        }
    }

    private static int PageStart(string? token)
    {
        if (token is null)
        {
            return 0;
        }

        return int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out int offset)
            ? offset
            : throw RpcParameters.Unfit($"'pageToken' must be the token of an answer, not '{token}'.");
    }

    /// <summary>A state as a text or as <c>{state}</c>, also spelled <c>TASK_STATE_…</c>.</summary>
    private static string? FindState(JsonNode? status)
    {
        var written = status is JsonObject map ? map["state"] : status;
        if (written is null)
        {
            return null;
        }

        if (written is not JsonValue value || !value.TryGetValue(out string? text))
        {
            throw RpcParameters.Unfit("'status' must be a text, or an object with 'state'.");
        }

        string state = text.Trim().ToLowerInvariant().Replace('_', '-');
        state = state.StartsWith("task-state-", StringComparison.Ordinal) ? state["task-state-".Length..] : state;
        state = state is "unspecified" or "unknown" ? "submitted" : state;
        return States.Contains(state, StringComparer.Ordinal)
            ? state
            : throw RpcParameters.Unfit($"'{text}' is no state of a task; use one of {string.Join(", ", States)}.");
    }

    private static DateTimeOffset? FindTime(string? text)
    {
        if (text is null)
        {
            return null;
        }

        bool hasZone = text.EndsWith('Z') || text.AsSpan(Math.Min(10, text.Length)).IndexOfAny('+', '-') >= 0;
        return hasZone && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw RpcParameters.Unfit($"'statusTimestampAfter' must be an ISO 8601 time with a zone, not '{text}'.");
    }

    [LoggerMessage(1040, LogLevel.Error, "Agent task {Task} failed")]
    private partial void LogFailed(Exception fault, string task);
}
