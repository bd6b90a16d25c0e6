using System.Text.Json.Nodes;
using Tollama.Core.Decisions;

namespace Tollama.Core.Wire.Requests;

/// <summary>A decision to explain while it is read.</summary>
internal sealed class ForecastDecisionDraft
{
    private static readonly string[] Strategies = ["auto", "fastest", "best_accuracy", "ensemble"];

    private static readonly Bounds Share = Bounds.Between(0, 1);

    private static readonly ObjectSchema<ChoiceDraft> ChoiceSchema = new(
    [
        new("strategy", static (ref r, _) => r.ReadChoice(Strategies), IsRequired: true),
        new("chosen_model", static (ref r, d) => d.Model = r.ReadText(), IsRequired: true),
        new("selected_models", static (ref r, _) => r.ReadTexts(), IsRequired: true),
        new(
            "candidates",
            static (ref r, d) => r.ReadList(d.Candidates, static (ref r, list) => list.Add(r.ReadObject() ?? [])),
            IsRequired: true),
        new("rationale", static (ref r, d) => d.Rationale = r.ReadTexts(), IsRequired: true),
        new("fallback_used", static (ref r, _) => r.ReadBoolean()),
    ]);

    private static readonly ObjectSchema<SignalDraft> SignalSchema = new(
    [
        new("name", static (ref r, d) => d.Name = r.ReadText(), IsRequired: true),
        new("trust_score", static (ref r, d) => d.Score = r.ReadFloat(Share), IsRequired: true),
        new(
            "metrics",
            static (ref r, d) =>
                r.ReadMap(d.Metrics, static (ref r, name, map) => map[name] = r.ReadFloat(Bounds.None) ?? 0)),
        new(
            "rationale",
            static (ref r, d) => r.ReadList(d.Rationale, static (ref r, list) => list.Add(r.ReadText() ?? string.Empty))
        ),
        new("source", static (ref r, d) => d.Source = r.ReadNullableText(minimumLength: 1)),
    ]);

    private static readonly ObjectSchema<PolicyDraft> PolicySchema = new(
    [
        new("confidence", static (ref r, d) => d.Confidence = r.ReadNullableFloat(Share)),
        new("threshold", static (ref r, d) => d.Threshold = r.ReadNullableFloat(Share)),
        new("auto_execute", static (ref r, d) => d.IsAutomatic = r.ReadBoolean()),
        new("human_override", static (ref r, d) => d.HumanOverride = r.ReadBoolean()),
        new("override_available", static (ref r, d) => d.OverrideAvailable = r.ReadBoolean()),
        new(
            "rationale",
            static (ref r, d) => r.ReadList(d.Rationale, static (ref r, list) => list.Add(r.ReadText() ?? string.Empty))
        ),
    ]);

    /// <summary>How it is read.</summary>
    public static readonly ObjectSchema<ForecastDecisionDraft> Schema = new(
    [
        new("request", static (ref r, d) => d._request = ForecastBodies.ApiSchema.Read(ref r), IsRequired: true),
        new("response", static (ref r, d) => d._response = ForecastDocumentDraft.Read(ref r), IsRequired: true),
        new("selection", static (ref r, d) => d._choice = r.TryReadNull() ? null : ChoiceSchema.Read(ref r)),
        new("signal_trust", static (ref r, d) => d.ReadSignals(ref r)),
        new("policy", static (ref r, d) => d._policy = r.TryReadNull() ? null : PolicySchema.Read(ref r)),
    ]);

    private readonly List<SignalTrust> _signals = [];
    private ForecastDraft? _request;
    private ForecastDocument? _response;
    private ChoiceDraft? _choice;
    private PolicyDraft? _policy;

    /// <summary>The body, once it was found valid.</summary>
    public ForecastDecisionBody Build() => new()
    {
        Request = _request!.Build(_request.Model!), // required
        Response = _response!,
        Choice = _choice is null ? null : new ModelChoice(_choice.Model!, _choice.Candidates, _choice.Rationale),
        Signals = _signals,
        Policy = _policy?.Build(),
    };

    private void ReadSignals(ref BodyReader reader)
    {
        _signals.Clear();
        reader.ReadList(_signals, static (ref r, list) =>
        {
            int before = r.IssueCount;
            var draft = SignalSchema.Read(ref r);
            if (r.IssueCount == before)
            {
                // required
                list.Add(
                    new SignalTrust(draft.Name!, draft.Score!.Value, draft.Metrics, draft.Rationale, draft.Source));
            }
        });
    }

    private sealed class ChoiceDraft
    {
        public string? Model { get; set; }

        public List<JsonObject> Candidates { get; } = [];

        public List<string> Rationale { get; set; } = [];
    }

    private sealed class SignalDraft
    {
        public string? Name { get; set; }

        public double? Score { get; set; }

        public Dictionary<string, double> Metrics { get; } = new(StringComparer.Ordinal);

        public List<string> Rationale { get; } = [];

        public string? Source { get; set; }
    }

    private sealed class PolicyDraft
    {
        public double? Confidence { get; set; }

        public double? Threshold { get; set; }

        public bool? IsAutomatic { get; set; }

        public bool? HumanOverride { get; set; }

        public bool? OverrideAvailable { get; set; }

        public List<string> Rationale { get; } = [];

        public ExecutionPolicy Build() => new()
        {
            Confidence = Confidence,
            Threshold = Threshold,
            IsAutomatic = IsAutomatic ?? false,
            CanOverride = (HumanOverride ?? true) || (OverrideAvailable ?? true),
            Rationale = Rationale,
        };
    }
}
