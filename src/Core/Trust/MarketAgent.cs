using System.Text.Json.Nodes;

namespace Tollama.Core.Trust;

/// <summary>
/// Judges prediction markets by the trust score that a calibration run gave them and the measures behind it.
/// </summary>
internal sealed class MarketAgent : ITrustAgent
{
    /// <inheritdoc/>
    public string Name => "market_calibration";

    /// <inheritdoc/>
    public string Domain => "prediction_market";

    /// <inheritdoc/>
    public int Priority => 10;

    /// <inheritdoc/>
    public IReadOnlyList<string> SourceTypes => ["prediction_market"];

    /// <inheritdoc/>
    public TrustResult Analyze(JsonObject payload, IReadOnlyDictionary<string, double> adjustments)
    {
        var signal = Read(payload);
        var parts = signal.Break();
        TrustViolation[] violations = signal.Score < TrustResult.LowScore
            ? [new TrustViolation("low_market_trust", IsCritical: false, FormattableString.Invariant(
                $"The market's trust score {signal.Score:F2} is below {TrustResult.LowScore:F2}."))]
            : [];
        return new TrustResult
        {
            Agent = Name,
            Domain = Domain,
            Score = signal.Score,
            Risk = TrustResult.RiskOf(signal.Score),
            CalibrationStatus = signal.Score switch
            {
                >= TrustResult.HighScore => "well_calibrated",
                >= TrustResult.LowScore => "moderately_calibrated",
                _ => "poorly_calibrated",
            },
            Components = [.. parts.Select(part => new TrustComponent(
                part.Key, part.Normalized ?? 0, part.Weight * adjustments.GetValueOrDefault(part.Key, 1)))],
            Violations = violations,
            Why = signal.Tell(parts),
            SourceId = payload["market_id"]?.ToString() ?? signal.Name,
        };
    }

    /// <summary>The payload itself, or the first of its <c>signals</c>.</summary>
    private static MarketSignal Read(JsonObject payload)
    {
        var first = payload["signals"] is JsonArray { Count: > 0 } signals ? signals[0] as JsonObject : null;
        string name = Text(payload["source"]) ?? Text(first?["name"]) ?? "prediction_market";
        var written = payload["trust_score"] ?? first?["trust_score"];
        double score = written is null
            ? 0
            : TrustPayload.Number(written)
                ?? throw TrustPayload.Fault("trust_score", "float_parsing", "Input should be a number", written);
        if (score is < 0 or > 1)
        {
            throw TrustPayload.Fault(
                "trust_score",
                score < 0 ? "greater_than_equal" : "less_than_equal",
                "Input should be between 0 and 1",
                written);
        }

        return new MarketSignal(name, score, MarketSignal.ReadMetrics(payload["metrics"] ?? first?["metrics"]));
    }

    private static string? Text(JsonNode? value) =>
        value is JsonValue single && single.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
