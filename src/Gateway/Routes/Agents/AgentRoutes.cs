using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Tollama.Core.Errors;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Admission;
using Tollama.Gateway.Agents;
using Tollama.Gateway.Auth;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Routes.Agents;

/// <summary>The agent protocol: card and JSON-RPC endpoint (agents §7).</summary>
internal sealed class AgentRoutes(
    AgentCalls calls,
    IGrainFactory grains,
    ApiKeyring keyring,
    GatewayOptions options,
    TimeProvider time,
    IHostApplicationLifetime lifetime) : IRouteGroup
{
    private const double DefaultHeartbeatSeconds = 10;

    /// <inheritdoc/>
    public string Name => "agents";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
        [
            new("GET", "/.well-known/agent-card.json", CardAsync)
            {
                Summary = "What this agent can do.",
                Response = "AgentCard",
            },
            new("GET", "/.well-known/agent.json", CardAsync)
            {
                Summary = "The same at its older address.",
                Response = "AgentCard",
            },
            new("POST", "/a2a", CallAsync)
            {
                Summary = "Calls of the agent protocol (JSON-RPC 2.0); message/stream answers with server-sent events.",
                Request = "RpcRequest",
                Response = "RpcResponse",
            },
        ];

    private async Task CardAsync(HttpContext context)
    {
        var installed = await grains.GetGrain<ICatalogGrain>(GrainKeys.Catalog).InstalledAsync();
        string address = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}";
        await JsonAnswer.SendAsync(
            context,
            AgentCard.Create(address, options.Version, keyring.IsClosed, installed.Count > 0));
    }

    /// <summary>The body; null when it is not declared as JSON and so is no call.</summary>
    private static async Task<JsonNode?> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonBody.ReadAsync(context, RpcBody.Read);
        }
        catch (ValidationException fault) when (fault.IsNoObject)
        {
            return null;
        }
    }

    private async Task CallAsync(HttpContext context)
    {
        var request = await ReadAsync(context);
        var id = (request as JsonObject)?["id"];
        JsonObject? answer;
        try
        {
            answer = await AnswerAsync(context, request as JsonObject, id);
        }
        catch (RpcException fault)
        {
            answer = Envelope(id, "error", new JsonObject { ["code"] = fault.Code, ["message"] = fault.Message });
        }

        if (answer is not null)
        {
            await JsonAnswer.SendComputedAsync(context, answer);
        }
    }

    /// <summary>The answer of a call; null when it was a stream, which has been sent.</summary>
    private async Task<JsonObject?> AnswerAsync(HttpContext context, JsonObject? request, JsonNode? id)
    {
        if (
            request is null
            || Text(request["jsonrpc"]) != "2.0"
            || Text(request["method"])?.Trim() is not { Length: > 0 } method)
        {
            throw new RpcException(
                RpcException.InvalidRequest,
                "The body must be an object with jsonrpc '2.0' and a method.");
        }

        var map = request.TryGetPropertyValue("params", out var written) ? written as JsonObject : [];
        var parameters = new RpcParameters(map ?? throw RpcParameters.Unfit("'params' must be an object."));
        var caller = context.Caller();
        if (method == "message/stream")
        {
            await StreamAsync(context, parameters, id, caller);
            return null;
        }

        var result = method switch
        {
            "message/send" => await calls.SendAsync(parameters, caller),
            "tasks/get" => await calls.GetAsync(parameters, caller),
            "tasks/query" => await calls.QueryAsync(parameters, caller),
            "tasks/cancel" => await calls.CancelAsync(parameters, caller),
            _ => throw new RpcException(RpcException.MethodNotFound, $"There is no method '{method}'."),
        };
        return Envelope(id, "result", result);
    }

    /// <summary>Sends the updates of a task until it ends, or until there were enough.</summary>
    private async Task StreamAsync(HttpContext context, RpcParameters parameters, JsonNode? id, Caller caller)
    {
        var configuration = new RpcParameters(parameters.Map("configuration") ?? []);
        configuration.Integer("pollIntervalMs", 1); // updates come as they happen; a bad value is refused all the same
        var heartbeat = TimeSpan.FromSeconds(
            Math.Min(configuration.Positive("heartbeatSeconds") ?? DefaultHeartbeatSeconds, 3600));
        int most = configuration.Integer("maxEvents", 1) ?? int.MaxValue;
        var task = await calls.StartAsync(parameters, caller);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted,
            lifetime.ApplicationStopping);
        var stream = new SseStream(context);
        await stream.StartAsync();
        bool isLast = false;
        for (int seen = 0; seen < most && !isLast; seen++)
        {
            var update = await stream.AwaitAsync(task.UpdateAsync(seen, end.Token), heartbeat, time, end.Token);
            await stream.WriteAsync(
                update.IsStatus ? "TaskStatusUpdateEvent" : "TaskArtifactUpdateEvent",
                new JsonObject
                {
                    ["requestId"] = id?.DeepClone(),
                    ["taskId"] = task.Id,
                    ["contextId"] = task.ContextId,
                    [update.IsStatus ? "status" : "artifact"] = update.Content.DeepClone(),
                });
            isLast = update.IsLast;
        }
    }

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static JsonObject Envelope(JsonNode? id, string member, JsonObject content) => new()
    {
        ["jsonrpc"] = "2.0",
        ["id"] = id?.DeepClone(),
        [member] = content,
    };
}
