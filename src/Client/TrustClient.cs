using System.Text.Json;
using Tollama.Client.Results;
using Tollama.Client.Transport;
using Tollama.Client.Wire;
using Tollama.Core.Trust;
using Tollama.Core.Wire.Requests;

namespace Tollama.Client;

/// <summary>The trust layer of a daemon (contract/http-api §18.12). Faults as of <see cref="TollamaClient"/>.</summary>
public sealed class TrustClient
{
    private readonly DaemonTransport _transport;

    internal TrustClient(DaemonTransport transport) => _transport = transport;

    /// <summary>Whether a decision may go ahead on a signal.</summary>
    public async Task<GateDecision> GateAsync(TrustQuery query, CancellationToken cancellationToken = default) =>
        await _transport.PostAsync(
            "/api/xai/gate-decision", TrustWire.Query(query), "gate decision", TrustWire.Gate, cancellationToken);

    /// <summary>Judges 1 to 100 signals, in order; null where nobody judges such signals.</summary>
    public async Task<IReadOnlyList<JudgedSignal?>> JudgeAsync(
        IReadOnlyList<TrustQuery> queries, CancellationToken cancellationToken = default) =>
        await _transport.PostAsync(
            "/api/xai/batch-analyze",
            TrustWire.Batch(queries),
            "batch analyze",
            TrustWire.Judgements,
            cancellationToken);

    /// <summary>Tells how a signal turned out, which later judgements take into account.</summary>
    public Task<JsonElement> RecordOutcomeAsync(TrustOutcome outcome, CancellationToken cancellationToken = default) =>
        _transport.PostAsync(
            "/api/xai/record-outcome",
            TrustWire.Outcome(outcome),
            "record outcome",
            cancellationToken);

    /// <summary>Replaces the thresholds of alerts, 1 to 20.</summary>
    public Task<JsonElement> SetAlertsAsync(
        IReadOnlyList<AlertThreshold> thresholds,
        CancellationToken cancellationToken = default) =>
        _transport.PostAsync(
            "/api/xai/alerts/configure",
            TrustWire.Alerts(thresholds),
            "alerts configure",
            cancellationToken);

    /// <summary>The thresholds that a signal crosses.</summary>
    public async Task<IReadOnlyList<Alert>> CheckAlertsAsync(
        TrustQuery query,
        CancellationToken cancellationToken = default) =>
        await _transport.PostAsync(
            "/api/xai/alerts/check", TrustWire.Query(query), "alerts check", TrustWire.ReadAlerts, cancellationToken);

    /// <summary>Explains a decision.</summary>
    /// <param name="evidence">What is known of it; <c>forecast_result</c> at least.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JsonElement> ExplainDecisionAsync(
        JsonElement evidence,
        CancellationToken cancellationToken = default) =>
        _transport.PostAsync("/api/xai/explain-decision", evidence, "explain decision", cancellationToken);

    /// <summary>Writes the card of a model.</summary>
    /// <param name="model">What is known of it; <c>model_info</c> at least.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<JsonElement> ModelCardAsync(JsonElement model, CancellationToken cancellationToken = default) =>
        _transport.PostAsync("/api/xai/model-card", model, "model card", cancellationToken);
}
