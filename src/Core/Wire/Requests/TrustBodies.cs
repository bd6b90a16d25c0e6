using System.Text.Json.Nodes;
using Tollama.Core.Errors;
using Tollama.Core.Trust;

namespace Tollama.Core.Wire.Requests;

/// <summary>
/// Readers of the trust layer's bodies (contract/http-api §18.12): unknown fields are ignored, numbers coerced. All
/// throw
/// <see cref="ValidationException"/> with every problem of the body.
/// </summary>
public static class TrustBodies
{
    private const int LargestBatch = 100;
    private const int MostThresholds = 20;

    private static readonly RequestField<QueryDraft>[] QueryFields =
    [
        new("context", static (ref r, d) => d.Context = r.ReadObject(), IsRequired: true),
        new("payload", static (ref r, d) => d.Payload = r.ReadObject(), IsRequired: true),
    ];

    private static readonly ObjectSchema<QueryDraft> QuerySchema = new(QueryFields, ignoresUnknown: true);

    private static readonly ObjectSchema<QueryDraft> GateSchema = new(
        [
            .. QueryFields,
            new("trust_threshold", static (ref r, d) => d.Threshold = r.ReadLenientFloat(Bounds.Between(0, 1))),
        ],
        ignoresUnknown: true);

    private static readonly ObjectSchema<List<TrustQuery>> BatchSchema = new(
        [new("items", static (ref r, d) => ReadItems(ref r, d), IsRequired: true)], ignoresUnknown: true);

    private static readonly ObjectSchema<OutcomeDraft> OutcomeSchema = new(
        [
            new("agent_name", static (ref r, d) => d.Agent = r.ReadText(), IsRequired: true),
            new("domain", static (ref r, d) => d.Domain = r.ReadText(), IsRequired: true),
            new(
                "predicted_score",
                static (ref r, d) => d.Predicted = r.ReadLenientFloat(Bounds.Between(0, 1)),
                IsRequired: true),
            new(
                "actual_outcome",
                static (ref r, d) => d.Actual = r.ReadLenientFloat(Bounds.Between(0, 1)),
                IsRequired: true),
            new("component_scores", static (ref r, d) => d.Components = r.TryReadNull() ? [] : r.ReadLenientMap()),
        ],
        ignoresUnknown: true);

    private static readonly ObjectSchema<ThresholdDraft> ThresholdSchema = new(
        [
            new("domain", static (ref r, d) => d.Domain = r.ReadText(), IsRequired: true),
            new("min_trust_score", static (ref r, d) => d.Minimum = r.ReadLenientFloat(Bounds.Between(0, 1))),
            new("risk_categories", static (ref r, d) => d.Risks = r.ReadTexts()),
            new("alert_on_trend", static (ref r, d) => d.Trends = r.ReadTexts()),
            new("webhook_url", static (ref r, d) => d.Webhook = r.ReadNullableText()),
        ],
        ignoresUnknown: true);

    private static readonly ObjectSchema<List<AlertThreshold>> AlertsSchema = new(
        [new("thresholds", static (ref r, d) => ReadThresholds(ref r, d), IsRequired: true)], ignoresUnknown: true);

    private static readonly ObjectSchema<DomainsDraft> DomainsSchema = new(
        [
            new("domains", static (ref r, d) => d.Domains = r.TryReadNull() ? null : r.ReadTexts()),
            new("limit", static (ref r, d) => d.Limit = r.ReadLenientInteger(Bounds.Between(1, 500))),
            new("include_stats", static (ref r, d) => d.Statistics = r.ReadLenientBoolean()),
            new("include_calibration", static (ref r, d) => d.Calibration = r.ReadLenientBoolean()),
        ],
        ignoresUnknown: true);

    private static readonly ObjectSchema<TtlDraft> TtlSchema = new(
        [
            new(
                "ttl",
                static (ref r, d) => d.Seconds = r.ReadLenientFloat(Bounds.None with { Least = 0 }),
                IsRequired: true),
        ],
        ignoresUnknown: true);

    private static readonly ObjectSchema<BreakdownDraft> BreakdownSchema = new(
        [
            new("trust_score", static (ref r, d) => d.Score = r.ReadLenientFloat(Bounds.None), IsRequired: true),
            new("metrics", static (ref r, d) => d.Metrics = r.ReadLenientMap(), IsRequired: true),
            new("source", static (ref r, d) => d.Source = r.ReadText(minimumLength: 0)),
            new("signals", static (ref r, d) => d.ReadSignals(ref r)),
        ],
        ignoresUnknown: true);

    private static readonly ObjectSchema<DecomposeDraft> DecomposeSchema = new(
        [
            new("data", static (ref r, d) => d.Data = r.ReadLenientNumbers(), IsRequired: true),
            new("period", static (ref r, d) => d.Period = r.TryReadNull() ? null : r.ReadLenientInteger(Bounds.None)),
            new("method", static (ref r, _) => r.ReadText(minimumLength: 0)),
        ],
        ignoresUnknown: true);

    /// <summary>Reads a signal.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static TrustQuery ReadQuery(ReadOnlyMemory<byte> body) => BodyReader.Read(body, QuerySchema).Build();

    /// <summary>Reads a signal and the threshold of a gate.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static TrustQuery ReadGate(ReadOnlyMemory<byte> body) => BodyReader.Read(body, GateSchema).Build();

    /// <summary>Reads 1 to 100 signals.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static IReadOnlyList<TrustQuery> ReadBatch(ReadOnlyMemory<byte> body) => BodyReader.Read(body, BatchSchema);

    /// <summary>Reads an outcome.</summary>
    /// <param name="body">The body.</param>
    /// <param name="now">When it is recorded.</param>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static TrustOutcome ReadOutcome(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        var draft = BodyReader.Read(body, OutcomeSchema);
        return new TrustOutcome(
            draft.Agent!,
            draft.Domain!,
            draft.Predicted!.Value,
            draft.Actual!.Value,
            draft.Components,
            now
        ); // required
    }

    /// <summary>Reads 1 to 20 thresholds.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static IReadOnlyList<AlertThreshold> ReadAlerts(ReadOnlyMemory<byte> body) =>
        BodyReader.Read(body, AlertsSchema);

    /// <summary>Reads which domains to look over.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static TrustDomainsBody ReadDomains(ReadOnlyMemory<byte> body)
    {
        var draft = BodyReader.Read(body, DomainsSchema);
        var domains = draft.Domains is { Count: > 0 } some ? some : null;
        return new TrustDomainsBody(
            domains,
            draft.Limit ?? 50,
            (draft.Statistics ?? true) && (draft.Calibration ?? true));
    }

    /// <summary>Reads how long results are kept, seconds.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static double ReadTimeToLive(ReadOnlyMemory<byte> body) =>
        BodyReader.Read(body, TtlSchema).Seconds!.Value; // required

    /// <summary>Reads prediction markets: the list of them, or the one that the body itself describes.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static IReadOnlyList<MarketSignal> ReadBreakdown(ReadOnlyMemory<byte> body)
    {
        var draft = BodyReader.Read(body, BreakdownSchema);
        return draft.Signals.Count > 0
            ? draft.Signals
            : [new MarketSignal(draft.Source ?? "polymarket", draft.Score!.Value, draft.Metrics)]; // required
    }

    /// <summary>Reads a series to decompose.</summary>
    /// <exception cref="ValidationException">The body is not JSON or breaks the schema.</exception>
    public static DecomposeBody ReadDecompose(ReadOnlyMemory<byte> body)
    {
        var draft = BodyReader.Read(body, DecomposeSchema);
        return new DecomposeBody(draft.Data.ToArray(), draft.Period);
    }

    private static void ReadItems(ref BodyReader reader, List<TrustQuery> items)
    {
        items.Clear();
        reader.ReadList(
            items,
            static (ref r, list) => ReadInto(ref r, QuerySchema, list, draft => draft.Build()),
            1,
            LargestBatch);
    }

    private static void ReadThresholds(ref BodyReader reader, List<AlertThreshold> thresholds)
    {
        thresholds.Clear();
        reader.ReadList(
            thresholds,
            static (ref r, list) => ReadInto(ref r, ThresholdSchema, list, draft => draft.Build()),
            1,
            MostThresholds);
    }

    private static void ReadInto<TDraft, TItem>(
        ref BodyReader reader, ObjectSchema<TDraft> schema, List<TItem> items, Func<TDraft, TItem> build)
        where TDraft : class, new()
    {
        int before = reader.IssueCount;
        var draft = schema.Read(ref reader);
        if (reader.IssueCount == before)
        {
            items.Add(build(draft));
        }
    }

    private sealed class QueryDraft
    {
        public JsonObject? Context { get; set; }

        public JsonObject? Payload { get; set; }

        public double? Threshold { get; set; }

        public TrustQuery Build() => new(Context!, Payload!, Threshold ?? TrustResult.LowScore); // required
    }

    private sealed class OutcomeDraft
    {
        public string? Agent { get; set; }

        public string? Domain { get; set; }

        public double? Predicted { get; set; }

        public double? Actual { get; set; }

        public Dictionary<string, double> Components { get; set; } = [];
    }

    private sealed class ThresholdDraft
    {
        public string? Domain { get; set; }

        public double? Minimum { get; set; }

        public List<string>? Risks { get; set; }

        public List<string>? Trends { get; set; }

        public string? Webhook { get; set; }

        public AlertThreshold Build()
        {
            var read = new AlertThreshold { Domain = Domain!, Webhook = Webhook }; // required
            return read with
            {
                MinimumScore = Minimum ?? read.MinimumScore,
                Risks = Risks ?? read.Risks,
                Trends = Trends ?? read.Trends,
            };
        }
    }

    private sealed class DomainsDraft
    {
        public List<string>? Domains { get; set; }

        public int? Limit { get; set; }

        public bool? Statistics { get; set; }

        public bool? Calibration { get; set; }
    }

    private sealed class TtlDraft
    {
        public double? Seconds { get; set; }
    }

    private sealed class DecomposeDraft
    {
        public List<double> Data { get; set; } = [];

        public int? Period { get; set; }
    }

    private sealed class BreakdownDraft
    {
        public double? Score { get; set; }

        public Dictionary<string, double> Metrics { get; set; } = [];

        public string? Source { get; set; }

        public List<MarketSignal> Signals { get; } = [];

        public void ReadSignals(ref BodyReader reader)
        {
            Signals.Clear();
            if (!reader.TryReadNull())
            {
                reader.ReadList(this, static (ref r, d) => d.ReadSignal(ref r));
            }
        }

        private void ReadSignal(ref BodyReader reader)
        {
            if (reader.ReadObject() is { } json)
            {
                Signals.Add(MarketSignal.Read(json));
            }
        }
    }
}
