using System.Globalization;
using System.Text.Json.Nodes;
using Tollama.Core.Trust;

namespace Tollama.Gateway.Trust;

/// <summary>The trust layer's answers as documents (contract/http-api §18.12).</summary>
internal static class TrustDocuments
{
    /// <summary>A judgement without its components.</summary>
    public static JsonObject Summary(TrustResult result) => new()
    {
        ["agent_name"] = result.Agent,
        ["domain"] = result.Domain,
        ["trust_score"] = result.Score,
        ["risk_category"] = result.Risk,
        ["calibration_status"] = result.CalibrationStatus,
        ["why_trusted"] = result.Why,
        ["violations"] = Violations(result),
    };

    /// <summary>The violations of a judgement.</summary>
    public static JsonArray Violations(TrustResult result) => Array(result.Violations, violation => new JsonObject
    {
        ["name"] = violation.Name,
        ["severity"] = violation.Severity,
        ["detail"] = violation.Detail,
    });

    /// <summary>The gates before a decision; <paramref name="result"/> is null when no agent judges it.</summary>
    public static JsonObject Gates(TrustResult? result, double threshold)
    {
        var gates = result is null ? [TrustGate.NoAgent] : TrustGate.Evaluate(result, threshold);
        return new JsonObject
        {
            ["allowed"] = !gates.Any(gate => gate.Blocks),
            ["gates"] = Array(gates, gate => new JsonObject
            {
                ["gate"] = gate.Name,
                ["status"] = gate.Status,
                ["detail"] = gate.Detail,
            }),
            ["risk_category"] = result?.Risk,
            ["trust_score"] = result?.Score,
        };
    }

    /// <summary>What each component adds.</summary>
    public static JsonObject Attribution(TrustResult result)
    {
        var attributions = TrustAttribution.Of(result);
        return new JsonObject
        {
            ["attributions"] = Array(attributions, attribution => new JsonObject
            {
                ["component"] = attribution.Component.Name,
                ["weight"] = attribution.Component.Weight,
                ["score"] = attribution.Component.Score,
                ["contribution"] = attribution.Contribution,
                ["impact_pct"] = attribution.ImpactPercent,
            }),
            ["baseline"] = 0.0,
            ["total_score"] = result.Score,
            ["top_driver"] = attributions.Count > 0 ? attributions[0].Component.Name : null,
        };
    }

    /// <summary>Prediction markets, measure by measure.</summary>
    public static JsonObject Breakdown(IReadOnlyList<MarketSignal> signals)
    {
        var scores = new JsonObject();
        var breakdowns = new JsonObject();
        var whys = new JsonObject();
        var advice = new JsonArray();
        foreach (var signal in signals)
        {
            var components = signal.Break();
            scores[signal.Name] = signal.Score;
            breakdowns[signal.Name] = new JsonObject(components.Select(component =>
                KeyValuePair.Create<string, JsonNode?>(component.Key, Component(component))));
            whys[signal.Name] = signal.Tell(components);
            foreach (var poor in components.Where(component => component.Assessment == "poor"))
            {
                advice.Add(
                    Advice(
                        signal.Name,
                        poor.Name,
                        $"{poor.Name} is poor.",
                        "Give the signal less weight, or a second source."));
            }

            if (signal.Score < 0.25)
            {
                advice.Add(
                    Advice(
                        signal.Name,
                        "overall",
                        "The trust score is very low.",
                        "Do not decide on this signal alone."));
            }
        }

        return new JsonObject
        {
            ["trust_scores"] = scores,
            ["breakdowns"] = breakdowns,
            ["why_trusted"] = whys,
            ["recommendations"] = advice,
            ["trust_level_thresholds"] = new JsonObject
            {
                ["high"] = TrustResult.HighScore,
                ["medium"] = TrustResult.LowScore,
                ["low"] = 0.25,
            },
        };
    }

    /// <summary>How well an agent's scores foretold outcomes.</summary>
    public static JsonObject Calibrated(Calibration calibration) => new()
    {
        ["agent_name"] = calibration.Agent,
        ["record_count"] = calibration.Count,
        ["mean_bias"] = calibration.MeanBias,
        ["ece"] = calibration.Error,
        ["adjustment_factors"] = new JsonObject(calibration.Adjustments.Select(pair =>
            KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value))),
    };

    /// <summary>Judgements of one domain, and their sum where it is wanted.</summary>
    public static JsonObject History(string domain, IReadOnlyList<TrustRecord> records, int limit, bool withStatistics)
    {
        var history = new JsonObject
        {
            ["history"] = Array(records.Skip(Math.Max(0, records.Count - limit)), record => new JsonObject
            {
                ["agent_name"] = record.Agent,
                ["domain"] = record.Domain,
                ["trust_score"] = record.Score,
                ["risk_category"] = record.Risk,
                ["calibration_status"] = record.CalibrationStatus,
                ["recorded_at"] = Time(record.RecordedAt),
                ["metadata"] = new JsonObject(),
            }),
        };
        if (withStatistics)
        {
            var sums = TrustHistory.Of(records);
            history["stats"] = new JsonObject
            {
                ["domain"] = domain,
                ["record_count"] = sums.Count,
                ["mean_score"] = sums.MeanScore,
                ["min_score"] = sums.Least,
                ["max_score"] = sums.Most,
                ["latest_score"] = sums.Latest,
                ["latest_risk"] = sums.LatestRisk,
                ["trend"] = sums.Trend,
            };
        }

        return history;
    }

    /// <summary>An agent as the dashboard lists it.</summary>
    public static JsonObject Agent(ITrustAgent agent) => new()
    {
        ["agent_name"] = agent.Name,
        ["domain"] = agent.Domain,
        ["priority"] = agent.Priority,
    };

    /// <summary>The thresholds that count now.</summary>
    public static JsonObject Thresholds(IReadOnlyList<AlertThreshold> thresholds, string? status) => new()
    {
        ["status"] = status,
        ["threshold_count"] = thresholds.Count,
        ["thresholds"] = Array(thresholds, threshold => new JsonObject
        {
            ["domain"] = threshold.Domain,
            ["min_trust_score"] = threshold.MinimumScore,
            ["risk_categories"] = Texts(threshold.Risks),
            ["alert_on_trend"] = Texts(threshold.Trends),
            ["webhook_url"] = threshold.Webhook,
        }),
    };

    /// <summary>One alert.</summary>
    public static JsonObject Alert(
        AlertThreshold threshold, TrustResult result, string trend, IReadOnlyList<string> reasons) =>
        new()
        {
            ["domain"] = threshold.Domain,
            ["trust_score"] = result.Score,
            ["risk_category"] = result.Risk,
            ["trend"] = trend,
            ["reasons"] = Texts(reasons),
            ["webhook_url"] = threshold.Webhook,
        };

    /// <summary>A time as the daemon writes it: UTC, microseconds where there are any.</summary>
    public static string Time(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>A list of texts.</summary>
    public static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private static JsonObject Component(MarketComponent component)
    {
        var json = new JsonObject
        {
            ["value"] = component.Value,
            ["weight"] = component.Weight,
            ["contribution"] = component.Contribution,
        };
        if (component.Normalized is { } normalized)
        {
            json["normalized_score"] = normalized;
            json["name"] = component.Name;
        }

        json["assessment"] = component.Assessment;
        return json;
    }

    private static JsonObject Advice(string signal, string component, string issue, string suggestion) => new()
    {
        ["signal"] = signal,
        ["component"] = component,
        ["issue"] = issue,
        ["suggestion"] = suggestion,
    };

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonObject> write) => [.. items.Select(write)];
}
