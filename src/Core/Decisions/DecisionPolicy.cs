using System.Text.Json.Nodes;
using Tollama.Core.Trust;

namespace Tollama.Core.Decisions;

/// <summary>
/// Whether a forecast may be acted on without a person, and which rules say so. Built by <see cref="Apply"/>.
/// </summary>
internal sealed class DecisionPolicy
{
    private const double DefaultThreshold = 0.85;

    private readonly List<string> _rules = [];
    private readonly List<string> _reasons = [];
    private readonly double _confidence;
    private readonly double _threshold;
    private readonly TrustResult? _trust;
    private bool _isTrustBlocked;

    private DecisionPolicy(double confidence, double threshold, TrustResult? trust) =>
        (_confidence, _threshold, _trust) = (confidence, threshold, trust);

    /// <summary>Applies a policy to a forecast result and the trust in its signal.</summary>
    public static JsonObject Apply(JsonObject forecast, JsonObject policy, TrustResult? trust)
    {
        var decision = new DecisionPolicy(
            FreeForm.Number(forecast, "confidence") ?? 0,
            FreeForm.Number(policy, "auto_execute_threshold") ?? DefaultThreshold,
            trust);
        decision.CheckConfidence();
        decision.CheckTrust(FreeForm.Number(policy, "trust_threshold") ?? TrustResult.LowScore);
        decision.CheckValue(
            FreeForm.Number(forecast, "forecast_value"),
            FreeForm.Number(policy, "require_approval_above"));
        foreach (var rule in FreeForm.Maps(policy, "escalation_rules"))
        {
            decision.CheckRule(rule, forecast);
        }

        if (FreeForm.Flag(policy, "audit_required") != false)
        {
            decision._rules.Add("AUDIT: the decision is to be recorded");
        }

        return decision.ToJson();
    }

    /// <summary>The explanation where no policy was given: a person decides.</summary>
    public static JsonObject None(TrustResult? trust) => new DecisionPolicy(0, 0, trust).ToJson(isGiven: false);

    private void CheckConfidence()
    {
        bool isEnough = _confidence >= _threshold;
        string status = isEnough ? "PASS" : "FAIL";
        _rules.Add(FormattableString.Invariant($"{status}: confidence {_confidence:F2}, threshold {_threshold:F2}"));
        if (!isEnough)
        {
            _reasons.Add("The confidence is below the threshold.");
        }
    }

    private void CheckTrust(double threshold)
    {
        foreach (var gate in _trust is null ? [] : TrustGate.Evaluate(_trust, threshold))
        {
            if (gate is { Name: "trust_score" } or { Status: not "PASS" })
            {
                _rules.Add($"{gate.Status}: {gate.Name}: {gate.Detail}");
            }

            if (gate.Blocks)
            {
                _isTrustBlocked = true;
                _reasons.Add(gate.Detail);
            }
        }
    }

    private void CheckValue(double? value, double? limit)
    {
        if (value is { } number && limit is { } most && Math.Abs(number) > most)
        {
            string reason = FormattableString.Invariant(
                $"The forecast value {number} exceeds {most}, above which approval is required.");
            _rules.Add("ESCALATE: " + reason);
            _reasons.Add(reason);
        }
    }

    private void CheckRule(JsonObject rule, JsonObject forecast)
    {
        string field = FreeForm.Text(rule, "field") ?? "confidence";
        double limit = FreeForm.Number(rule, "value") ?? 0;
        string comparison = FreeForm.Text(rule, "operator") ?? "lt";
        bool isMet = FreeForm.Number(forecast, field) is { } actual && comparison switch
        {
            "lt" => actual < limit,
            "lte" => actual <= limit,
            "gt" => actual > limit,
            "gte" => actual >= limit,
            "eq" => actual.Equals(limit),
            _ => false,
        };
        if (!isMet)
        {
            return;
        }

        string text = FormattableString.Invariant(
            $"{FreeForm.Text(rule, "name") ?? "rule"}: {field} {comparison} {limit}");
        _rules.Add("RULE: " + text);
        if (FreeForm.Flag(rule, "blocks_auto_execute") == true)
        {
            _reasons.Add($"Rule {text} holds.");
        }
    }

    private JsonObject ToJson(bool isGiven = true)
    {
        bool isAutomatic = isGiven && _reasons.Count == 0;
        string reason = FormattableString.Invariant($"confidence {_confidence:F2}, threshold {_threshold:F2}");
        return new JsonObject
        {
            ["auto_executed"] = isAutomatic,
            ["confidence"] = _confidence,
            ["threshold"] = _threshold,
            ["reason"] = !isGiven
                ? string.Empty
                : $"{reason}: {(isAutomatic ? "may be executed automatically" : "a person decides")}",
            ["human_override"] = true,
            ["policy_rules_applied"] = FreeForm.Texts(_rules),
            ["escalation_triggered"] = isGiven && _reasons.Count > 0,
            ["escalation_reason"] = string.Join(' ', _reasons),
            ["trust_score"] = isGiven ? _trust?.Score : null,
            ["risk_category"] = isGiven ? _trust?.Risk : null,
            ["trust_blocked"] = _isTrustBlocked,
            ["constraint_violations_count"] = isGiven ? _trust?.Critical.Count() ?? 0 : 0,
        };
    }
}
