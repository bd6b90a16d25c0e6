using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tollama.Core.Decisions;
using Tollama.Core.Errors;
using Tollama.Core.Trust;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Admission;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;
using Tollama.Gateway.Trust;

namespace Tollama.Gateway.Routes.Trust;

/// <summary>Judging signals, and learning from what came of them (contract/http-api §18.12).</summary>
internal sealed class TrustRoutes(TrustDesk desk, TimeProvider time) : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "trust";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
    [
        new("POST", "/api/xai/gate-decision", GateAsync)
        {
            Summary = "Whether a decision on a signal may be executed automatically.",
            Request = "GateRequest",
            Response = "GateDecision",
        },
        new("POST", "/api/xai/trust-attribution", AttributeAsync)
        {
            Summary = "What each component adds to a signal's trust score.",
            Request = "TrustQuery",
            Response = "TrustAttribution",
            Errors = [404],
        },
        new("POST", "/api/xai/batch-analyze", BatchAsync)
        {
            Summary = "Judges up to 100 signals.", Request = "TrustBatch", Response = "TrustBatchResult",
        },
        new("POST", "/api/xai/trust-breakdown", BreakDownAsync)
        {
            Summary = "The trust in prediction markets, measure by measure.",
            Request = "TrustBreakdownRequest",
            Response = "TrustBreakdown",
        },
        new("POST", "/api/xai/forecast-decompose", DecomposeAsync)
        {
            Summary = "A series as trend, season and rest.", Request = "DecomposeRequest", Response = "Decomposition",
        },
        new("POST", "/api/xai/record-outcome", RecordAsync)
        {
            Summary = "Records what came of a judged signal.", Request = "TrustOutcome", Response = "OutcomeRecorded",
        },
    ];

    private async Task GateAsync(HttpContext context)
    {
        var query = await JsonBody.ReadAsync(context, TrustBodies.ReadGate);
        await JsonAnswer.SendComputedAsync(
            context,
            TrustDocuments.Gates(await desk.JudgeAsync(query), query.Threshold));
    }

    private async Task AttributeAsync(HttpContext context)
    {
        var query = await JsonBody.ReadAsync(context, TrustBodies.ReadQuery);
        var result = await desk.JudgeAsync(query) ?? throw new TollamaException(
            ErrorCode.NotFound,
            $"No trust agent judges this context; its domain must be one of {string.Join(", ", TrustAgents.Domains)}.");
        await JsonAnswer.SendComputedAsync(context, TrustDocuments.Attribution(result));
    }

    private async Task BatchAsync(HttpContext context)
    {
        var results = await desk.JudgeAsync(await JsonBody.ReadAsync(context, TrustBodies.ReadBatch));
        await JsonAnswer.SendComputedAsync(context, new JsonObject
        {
            ["results"] = new JsonArray([.. results.Select(result => new JsonObject
            {
                ["status"] = result is null ? "no_agent" : "ok",
                ["result"] = result is null ? null : TrustDocuments.Summary(result),
            })]),
            ["count"] = results.Count,
        });
    }

    private static async Task BreakDownAsync(HttpContext context) => await JsonAnswer.SendComputedAsync(
        context, TrustDocuments.Breakdown(await JsonBody.ReadAsync(context, TrustBodies.ReadBreakdown)));

    private static async Task DecomposeAsync(HttpContext context)
    {
        var body = await JsonBody.ReadAsync(context, TrustBodies.ReadDecompose);
        await JsonAnswer.SendComputedAsync(context, DecompositionDocument.Create(body.Data.Span, body.Period));
    }

    private async Task RecordAsync(HttpContext context)
    {
        var outcome = await JsonBody.ReadAsync(context, body => TrustBodies.ReadOutcome(body, time.GetUtcNow()));
        var calibration = await desk.AddOutcomeAsync(outcome);
        await JsonAnswer.SendComputedAsync(context, new JsonObject
        {
            ["status"] = "recorded",
            ["agent_name"] = outcome.Agent,
            ["calibration_stats"] = TrustDocuments.Calibrated(calibration),
        });
    }
}
