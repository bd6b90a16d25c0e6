using System.Text.Json.Nodes;
using Tollama.Core.Decisions;
using Tollama.Core.Errors;

namespace Tollama.Core.Wire.Requests;

/// <summary>
/// Readers of the bodies that explain decisions (contract/http-api §18.12). All throw <see cref="ValidationException"/>
/// with every problem of the body.
/// </summary>
public static class DecisionBodies
{
    private static readonly ObjectSchema<EvidenceDraft> EvidenceSchema = new(
        [
            new("forecast_result", static (ref r, d) => d.Forecast = r.ReadObject(), IsRequired: true),
            new("eval_result", static (ref r, d) => d.Evaluation = r.ReadNullableObject()),
            new("calibration_result", static (ref r, d) => d.Calibration = r.ReadNullableObject()),
            new("trust_result", static (ref r, d) => d.Trust = r.ReadNullableObject()),
            new("policy_config", static (ref r, d) => d.Policy = r.ReadNullableObject()),
            new(
                "time_series_data",
                static (ref r, d) => d.Series = r.TryReadNull() ? null : [.. r.ReadLenientNumbers()]),
            new("explain_options", static (ref r, d) => d.Options = r.ReadNullableObject()),
            new("trust_context", static (ref r, d) => d.Context = r.ReadNullableObject()),
            new("trust_payload", static (ref r, d) => d.Payload = r.ReadNullableObject()),
        ],
        ignoresUnknown: true);

    private static readonly ObjectSchema<CardDraft> CardSchema = new(
        [
            new("model_info", static (ref r, d) => d.Model = r.ReadObject(), IsRequired: true),
            new("eval_result", static (ref r, d) => d.Evaluation = r.ReadNullableObject()),
            new("explanation_result", static (ref r, d) => d.Explanation = r.ReadNullableObject()),
            new("governance_info", static (ref r, d) => d.Governance = r.ReadNullableObject()),
            new("format", static (ref r, d) => d.Format = r.ReadText(minimumLength: 0)),
        ],
        ignoresUnknown: true);

    private static readonly ObjectSchema<ReportDraft> ReportSchema = new(
        [
            new("explanation", static (ref r, d) => d.Explanation = r.ReadObject(), IsRequired: true),
            new("forecast_result", static (ref r, d) => d.Forecast = r.ReadNullableObject()),
            new("report_config", static (ref r, d) => d.Settings = r.ReadNullableObject()),
            new("report_type", static (ref r, d) => d.Type = r.ReadText(minimumLength: 0)),
            new("format", static (ref r, d) => d.Format = r.ReadText(minimumLength: 0)),
        ],
        ignoresUnknown: true);

    /// <summary>Reads the body of <c>POST /api/xai/explain-decision</c>.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static DecisionEvidenceBody ReadEvidence(ReadOnlyMemory<byte> body) =>
        BodyReader.Read(body, EvidenceSchema).Build();

    /// <summary>Reads the body of <c>POST /api/xai/model-card</c>.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static ModelCardBody ReadModelCard(ReadOnlyMemory<byte> body)
    {
        var draft = BodyReader.Read(body, CardSchema);
        return new ModelCardBody(
            draft.Model!,
            draft.Evaluation,
            draft.Explanation,
            draft.Governance,
            draft.Format == "markdown"
        ); // required
    }

    /// <summary>Reads the body of <c>POST /api/xai/decision-report</c>.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static DecisionReportBody ReadReport(ReadOnlyMemory<byte> body)
    {
        var draft = BodyReader.Read(body, ReportSchema);
        return new DecisionReportBody(
            draft.Explanation!,
            draft.Forecast,
            draft.Settings,
            draft.Type == "explanation",
            draft.Format == "markdown"
        ); // required
    }

    /// <summary>Reads the body of <c>POST /api/explain-decision</c>; the result keeps slices of it.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static ForecastDecisionBody ReadForecastDecision(ReadOnlyMemory<byte> body) =>
        BodyReader.Read(body, ForecastDecisionDraft.Schema).Build();

    private sealed class EvidenceDraft
    {
        public JsonObject? Forecast { get; set; }

        public JsonObject? Evaluation { get; set; }

        public JsonObject? Calibration { get; set; }

        public JsonObject? Trust { get; set; }

        public JsonObject? Policy { get; set; }

        public double[]? Series { get; set; }

        public JsonObject? Options { get; set; }

        public JsonObject? Context { get; set; }

        public JsonObject? Payload { get; set; }

        public DecisionEvidenceBody Build() => new(
            new DecisionEvidence
            {
                Forecast = Forecast!, // required
                Evaluation = Evaluation,
                Policy = Policy,
                Series = Series,
                WantsDecomposition = FreeForm.Flag(Options, "decompose") ?? true,
                WantsAttribution = FreeForm.Flag(Options, "attribution") ?? false,
            },
            Trust,
            FindSignal());

        /// <summary>The payload, else the calibration of a prediction market.</summary>
        private TrustQuery? FindSignal()
        {
            if (Payload is not null)
            {
                return new TrustQuery(Context ?? [], Payload, 0);
            }

            if (Calibration is null)
            {
                return null;
            }

            var context = Context?.DeepClone().AsObject() ?? [];
            context.TryAdd("domain", "prediction_market");
            return new TrustQuery(context, Calibration, 0);
        }
    }

    private sealed class CardDraft
    {
        public JsonObject? Model { get; set; }

        public JsonObject? Evaluation { get; set; }

        public JsonObject? Explanation { get; set; }

        public JsonObject? Governance { get; set; }

        public string? Format { get; set; }
    }

    private sealed class ReportDraft
    {
        public JsonObject? Explanation { get; set; }

        public JsonObject? Forecast { get; set; }

        public JsonObject? Settings { get; set; }

        public string? Type { get; set; }

        public string? Format { get; set; }
    }
}
