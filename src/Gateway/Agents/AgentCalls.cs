using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Gateway.Auth;
using Tollama.Grains.Agents;

namespace Tollama.Gateway.Agents;

/// <summary>The methods of the agent protocol (agents §7).</summary>
internal sealed partial class AgentCalls(
    AgentTasks tasks,
    AgentOperations operations,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<AgentCalls> log)
{
    private const int DefaultPageSize = 50;
    private const int LargestPage = 100;
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    private static readonly string[] States =
        ["submitted", "working", "completed", "failed", "canceled", "rejected", "input-required", "auth-required"];

    private readonly ILogger _log = log;

    /// <summary>
    /// <c>message/send</c>: makes a task of a message; waits for its end when the message asks for that.
    /// </summary>
    /// <exception cref="RpcException">The parameters do not fit.</exception>
    public async Task<JsonObject> SendAsync(RpcParameters parameters, Caller caller)
    {
        bool isBlocking =
            parameters.Map("configuration") is { } configuration && new RpcParameters(configuration).Flag("blocking");
        var task = await SubmitAsync(parameters, caller);
        var submitted = task.Describe().Document;
        // the task ends itself, whatever happens
        var run = Task.Run(() => RunAsync(task, caller), CancellationToken.None);
        if (isBlocking)
        {
            await run;
        }

        return new JsonObject { ["task"] = isBlocking ? task.Describe().Document : submitted };
    }

    /// <summary>The task that <c>message/stream</c> reports on, running.</summary>
    /// <exception cref="RpcException">The parameters do not fit.</exception>
    public async Task<AgentTask> StartAsync(RpcParameters parameters, Caller caller)
    {
        var task = await SubmitAsync(parameters, caller);
        _ = Task.Run(() => RunAsync(task, caller), CancellationToken.None);
        return task;
    }

    /// <summary><c>tasks/get</c>.</summary>
    /// <exception cref="RpcException">The parameters do not fit, or there is no such task.</exception>
    public async Task<JsonObject> GetAsync(RpcParameters parameters, Caller caller)
    {
        string id = parameters.RequiredText("id");
        int? length = parameters.Integer("historyLength", 0);
        return AgentTask.Shorten(await tasks.FindAsync(id, caller.KeyId), length, withArtifacts: true);
    }

    /// <summary><c>tasks/query</c>.</summary>
    /// <exception cref="RpcException">The parameters do not fit.</exception>
    public async Task<JsonObject> QueryAsync(RpcParameters parameters, Caller caller)
    {
        int size = parameters.Integer("pageSize", 1, LargestPage) ?? DefaultPageSize;
        int offset = PageStart(parameters.Text("pageToken"));
        int? length = parameters.Integer("historyLength", 0);
        string? context = parameters.Text("contextId");
        string? state = FindState(parameters.Node("status"));
        var after = FindTime(parameters.Text("statusTimestampAfter"));
        bool withArtifacts = parameters.Flag("includeArtifacts");
        var found = (await tasks.ListAsync(caller.KeyId))
            .Where(task => (context is null || task.ContextId == context)
                && (state is null || task.State == state)
                && (after is null || task.ChangedAt >= after))
            .ToList();
        int end = (int)Math.Min((long)offset + size, found.Count);
        var page = new JsonArray();
        foreach (var entry in found.Skip(offset).Take(size))
        {
            page.Add(AgentTask.Shorten(await tasks.FindAsync(entry.Id, caller.KeyId), length, withArtifacts));
        }

        return new JsonObject
        {
            ["tasks"] = page,
            ["nextPageToken"] = end < found.Count ? end.ToString(CultureInfo.InvariantCulture) : string.Empty,
            ["pageSize"] = size,
            ["totalSize"] = found.Count,
        };
    }

    /// <summary><c>tasks/cancel</c>.</summary>
    /// <exception cref="RpcException">There is no such task, or it has already ended.</exception>
    public Task<JsonObject> CancelAsync(RpcParameters parameters, Caller caller) =>
        tasks.CancelAsync(parameters.RequiredText("id"), caller.KeyId);

    private async Task<AgentTask> SubmitAsync(RpcParameters parameters, Caller caller)
    {
        var message =
            parameters.Map("message")?.DeepClone().AsObject()
            ?? throw RpcParameters.Unfit("'message' must be an object.");
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
        await tasks.AcceptAsync(task);
        return task;
    }

    /// <summary>Carries a task out, unless it is cancelled here or through another gateway.</summary>
    private async Task RunAsync(AgentTask task, Caller caller)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            task.Cancellation,
            lifetime.ApplicationStopping);
        var watch = WatchAsync(task, end.Token);
        await CarryOutAsync(task, caller, end.Token);
        await end.CancelAsync();
        await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await tasks.EndAsync(task, lifetime.ApplicationStopping);
    }

    private async Task WatchAsync(AgentTask task, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(WatchInterval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (!await tasks.KeepAsync(task))
            {
                await task.CancelAsync();
                return;
            }
        }
    }

    /// <summary>Carries a task out; every fault becomes its state.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The edge of a task: nothing above it could tell its caller.")]
    private async Task CarryOutAsync(AgentTask task, Caller caller, CancellationToken cancellationToken)
    {
        task.TryMove("working", "The task is running.");
        await tasks.ShareAsync(task);
        bool isUnderstood = false;
        try
        {
            var request = MessageRouting.Read(task.Describe().Document["history"]![0]!.AsObject());
            isUnderstood = true;
            var answer = await operations.RunAsync(request, caller, cancellationToken);
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
            // a message that asks for nothing that can be done
            bool isAnswered = !isUnderstood || fault is ValidationException;
            var reply = isAnswered ? task.Say(AgentMessages.Text(fault.Message)) : null;
            task.TryMove(isRejected ? "rejected" : "failed", fault.Message, reply: reply);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            task.TryMove(AgentTask.Canceled, "The server stops.");
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
        return
            hasZone
            && DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var moment)
            ? moment
            : throw RpcParameters.Unfit($"'statusTimestampAfter' must be an ISO 8601 time with a zone, not '{text}'.");
    }

    [LoggerMessage(1040, LogLevel.Error, "Agent task {Task} failed")]
    private partial void LogFailed(Exception fault, string task);
}
