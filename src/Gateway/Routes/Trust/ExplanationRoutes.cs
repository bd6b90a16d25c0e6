using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tollama.Core.Decisions;
using Tollama.Core.Trust;
using Tollama.Core.Wire.Requests;
using Tollama.Gateway.Admission;
using Tollama.Gateway.Routing;
using Tollama.Gateway.Streaming;
using Tollama.Gateway.Trust;

namespace Tollama.Gateway.Routes.Trust;

/// <summary>Explaining decisions, and papers on them (contract/http-api §18.12).</summary>
internal sealed class ExplanationRoutes(TrustDesk desk, TimeProvider time) : IRouteGroup
{
    /// <inheritdoc/>
    public string Name => "explanations";

    /// <inheritdoc/>
    public IEnumerable<GatewayRoute> Routes =>
    [
        new("POST", "/api/explain-decision", ExplainForecastAsync)
        {
            Summary = "Explains the decision for a forecast from its request and response.",
            Request = "ForecastDecisionRequest",
            Response = "ForecastDecision",
        },
        new("POST", "/api/xai/explain-decision", ExplainAsync)
        {
            Summary = "Explains a decision from the evidence of several tools.",
            Request = "DecisionEvidence",
            Response = "DecisionExplanation",
        },
        new("POST", "/api/xai/model-card", CardAsync)
        {
            Summary = "A model card, as JSON or Markdown.", Request = "ModelCardRequest", Response = "ModelCard",
        },
        new("POST", "/api/xai/decision-report", ReportAsync)
        {
            Summary = "A report on an explained decision, as JSON or Markdown.",
            Request = "DecisionReportRequest",
            Response = "DecisionReport",
        },
    ];

    private static async Task ExplainForecastAsync(HttpContext context)
    {
        var explanation = await JsonBody.ReadAsync(context, bytes =>
        {
            var body = DecisionBodies.ReadForecastDecision(bytes);
            return ForecastDecision.Explain(
                body.Request, body.Response.Model, body.Response.Forecasts, body.Choice, body.Signals, body.Policy);
        });
        await JsonAnswer.SendComputedAsync(context, explanation);
    }

    private async Task ExplainAsync(HttpContext context)
    {
        var body = await JsonBody.ReadAsync(context, DecisionBodies.ReadEvidence);
        var trust = body.Judgement is { } judgement ? TrustJudgement.Read(judgement)
            : body.Signal is { } signal ? await desk.JudgeAsync(signal)
            : null;
        await JsonAnswer.SendComputedAsync(context, DecisionExplanation.Create(
            body.Evidence with { Trust = trust }, Guid.NewGuid().ToString(), TrustDocuments.Time(time.GetUtcNow())));
    }

    private async Task CardAsync(HttpContext context)
    {
        var body = await JsonBody.ReadAsync(context, DecisionBodies.ReadModelCard);
        var card = ModelCard.Create(
            body.Model, body.Evaluation, body.Explanation, body.Governance, TrustDocuments.Time(time.GetUtcNow()));
        await JsonAnswer.SendComputedAsync(context, body.AsMarkdown ? Markdown(ModelCard.ToMarkdown(card)) : card);
    }

    private async Task ReportAsync(HttpContext context)
    {
        var body = await JsonBody.ReadAsync(context, DecisionBodies.ReadReport);
        string now = TrustDocuments.Time(time.GetUtcNow());
        var report = body.IsAudit
            ? DecisionReport.Audit(body.Explanation, now)
            : DecisionReport.Decision(body.Explanation, body.Forecast, body.Settings, now);
        await JsonAnswer.SendComputedAsync(
            context,
            body.AsMarkdown ? Markdown(DecisionReport.ToMarkdown(report)) : report);
    }

    private static JsonObject Markdown(string text) => new() { ["format"] = "markdown", ["content"] = text };
}
