using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tollama.Core.Catalog;
using Tollama.Core.Configuration;
using Tollama.Core.Errors;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Admission;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;
using Tollama.Grains;
using Tollama.Grains.Contracts;

namespace Tollama.Gateway.Routes.Models;

/// <summary>Pulling a model's weights, with progress as JSON lines.</summary>
internal sealed partial class PullRoutes(
    IGrainFactory grains, ConfigFile config, GatewayOptions options, ILogger<PullRoutes> log) : IRouteGroup
{
    private readonly ILogger _log = log;

    /// <inheritdoc/>
    public string Name => "models";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
    [
        new("POST", "/api/pull", PullAsync)
        {
            Summary = "Fetches a model's weights; progress comes as JSON lines unless stream is false.",
            Request = "PullRequest",
            Response = "Pulled",
            Line = "PullEvent",
            Errors = [404, 409, 502],
        },
    ];

    private async Task PullAsync(HttpContext context)
    {
        var body = await JsonBody.ReadAsync(context, ModelBodies.ReadPull);
        var defaults = PullDefaults.Resolve(options.Environment, config.Read().Require().Pull);
        var request = defaults.Apply(body.Model, body.AcceptLicence, body.Settings);
        var pull = grains.GetGrain<IPullGrain>(body.Model);
        await using var events = RetryOnSiloLoss // a pull that is asked for again goes on where the last one was
            .StreamAsync(() => pull.PullAsync(request, context.RequestAborted), context.RequestAborted)
            .GetAsyncEnumerator(context.RequestAborted);
        await (body.Stream ? StreamAsync(context, events) : AnswerAtEndAsync(context, events));
    }

    private static async Task AnswerAtEndAsync(HttpContext context, IAsyncEnumerator<PullEvent> events)
    {
        PullEvent? last = null;
        while (await events.MoveNextAsync())
        {
            last = events.Current;
        }

        await JsonAnswer.SendAsync(context, new JsonObject
        {
            ["status"] = last?.Status,
            ["model"] = last?.Model,
            ["digest"] = last?.Digest,
            ["size"] = last?.Size,
        });
    }

    private async Task StreamAsync(HttpContext context, IAsyncEnumerator<PullEvent> events)
    {
        var stream = new NdjsonStream(context);
        try
        {
            while (await events.MoveNextAsync())
            {
                await stream.WriteAsync(Line(events.Current));
            }
        }
        catch (TollamaException fault) when (context.Response.HasStarted || IsFoundWhilePulling(fault.Code))
        {
            LogFailed(fault, context.Request.Path);
            await stream.WriteAsync(new JsonObject { ["error"] = new JsonObject { ["message"] = fault.Message } });
        }
    }

    /// <summary>
    /// Faults of hub, network and disk belong into the stream even when they come before its first line.
    /// </summary>
    private static bool IsFoundWhilePulling(ErrorCode code) =>
        ErrorTable.Describe(code).HttpStatus
            is StatusCodes.Status502BadGateway
                or StatusCodes.Status503ServiceUnavailable;

    private static JsonObject Line(PullEvent pulled) => new()
    {
        ["status"] = pulled.Status,
        ["digest"] = pulled.Digest,
        ["message"] = pulled.Message,
        ["completed_bytes"] = pulled.CompletedBytes,
        ["total_bytes"] = pulled.TotalBytes,
        ["files_completed"] = pulled.FilesCompleted,
        ["files_total"] = pulled.FilesTotal,
        ["model"] = pulled.Model,
        ["size"] = pulled.Size,
    };

    [LoggerMessage(1010, LogLevel.Warning, "{Path}: the pull failed")]
    private partial void LogFailed(Exception fault, string path);
}
