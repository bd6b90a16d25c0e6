using System.Text.Json.Nodes;

namespace Tollama.Core.Trust;

/// <summary>The agents, by priority (contract/http-api §18.12).</summary>
public static class TrustAgents
{
    private static readonly string[] Freshness = ["data_freshness", "freshness_score"];

    /// <summary>Every agent, the first that fits a signal judges it.</summary>
    public static IReadOnlyList<ITrustAgent> All { get; } =
    [
        new MarketAgent(), FinancialMarket(), SupplyChain(), News(), Geopolitical(), Regulatory(),
    ];

    /// <summary>Every domain, in alphabetical order.</summary>
    public static IReadOnlyList<string> Domains { get; } =
    [.. All.Select(agent => agent.Domain).Order(StringComparer.Ordinal)];

    /// <summary>
    /// The agent for a signal: the one of <c>domain</c>, else the first that judges its <c>source_type</c>; null when
    /// none does.
    /// </summary>
    public static ITrustAgent? Select(JsonObject context)
    {
        string domain = Text(context, "domain");
        string source = Text(context, "source_type");
        return All.FirstOrDefault(agent => agent.Domain == domain)
            ?? All.FirstOrDefault(agent => agent.SourceTypes.Contains(source, StringComparer.Ordinal));
    }

    private static string Text(JsonObject context, string key) =>
        context[key] is JsonValue value && value.TryGetValue(out string? text) ? text : string.Empty;

    private static FactorAgent FinancialMarket() => new()
    {
        Name = "financial_market",
        Priority = 20,
        SourceTypes = ["financial_market", "equity_market", "fx_market", "rates_market", "commodity_market"],
        IdFields = ["instrument_id", "symbol"],
        Factors =
        [
            new("liquidity_depth", 0.25),
            new("spread_slippage", 0.25, "bid_ask_spread_bps", "spread_bps") { Ceiling = 100, Default = 50 },
            new("regime_stability", 0.25, "realized_volatility", "volatility_regime") { Ceiling = 1, Default = 0.3 },
            new("execution_risk", 0.15, "execution_risk", "slippage_risk") { IsRisk = true },
            new("data_freshness", 0.10, Freshness),
        ],
        Limits =
        [
            new("spread_slippage", 100, "spread_slippage_extreme", 25, "spread_slippage_elevated"),
            new("execution_risk", 0.8, "execution_risk_high", 0.6, "execution_risk_elevated"),
            new("data_freshness", 0.10, "market_data_stale", 0.25, "market_data_aging"),
        ],
        OtherFields = ["news_signal_ref"],
    };

    private static FactorAgent SupplyChain() => new()
    {
        Name = "supply_chain",
        Priority = 30,
        SourceTypes = ["supply_chain", "logistics"],
        IdFields = ["network_id", "shipment_id"],
        Factors =
        [
            new("lead_time_reliability", 0.30),
            new("inventory_visibility", 0.25),
            new("disruption_risk", 0.20) { IsRisk = true },
            new("sensor_quality", 0.15),
            new("data_freshness", 0.10, [.. Freshness, "data_latency"]),
        ],
        Limits =
        [
            new("disruption_risk", 0.8, "disruption_risk_extreme", 0.6, "disruption_risk_elevated"),
            new("lead_time_reliability", 0.2, "lead_time_unreliable", 0.4, "lead_time_degraded"),
            new("sensor_quality", 0.15, "sensor_quality_critical", 0.3, "sensor_quality_low"),
            new("data_freshness", 0.10, "supply_data_stale", 0.25, "supply_data_aging"),
        ],
        AgeField = "data_latency_seconds",
    };

    private static FactorAgent News() =>
        new()
        {
            Name = "news",
            Priority = 40,
            SourceTypes = ["news", "intel", "media"],
            IdFields = ["story_id", "headline"],
            Factors =
            [
                new("source_credibility", 0.35),
                new("corroboration", 0.25, "corroboration", "source_agreement"),
                new("contradiction_penalty", 0.20, "contradiction_score") { IsRisk = true },
                new("propagation_delay", 0.10, "propagation_delay_seconds") { Ceiling = 3600, Default = 300 },
                new("freshness", 0.10, "freshness_score"),
            ],
            Limits =
            [
                new("source_credibility", 0.2, "source_credibility_low", 0.4, "source_credibility_weak")
                {
                    IsExclusive = true,
                },
                new("contradiction_penalty", 0.8, "contradiction_high", 0.6, "contradiction_elevated")
                {
                    IsExclusive = true,
                },
                new("propagation_delay", 86_400, "propagation_delay_excessive", 21_600, "propagation_delay_elevated")
                {
                    IsExclusive = true,
                },
            ],
            OtherFields = ["novelty"],
        };

    private static FactorAgent Geopolitical() => new()
    {
        Name = "geopolitical",
        Priority = 50,
        SourceTypes = ["geopolitical", "country_risk", "sanctions"],
        IdFields = ["region_id", "country_code", "geo_zone"],
        Factors =
        [
            new("political_stability", 0.30),
            new("sanctions_exposure", 0.25) { IsRisk = true },
            new("conflict_proximity", 0.20) { IsRisk = true },
            new("regulatory_alignment", 0.15),
            new("data_freshness", 0.10, Freshness),
        ],
        Limits =
        [
            new("sanctions_exposure", 0.8, "sanctions_exposure_extreme", 0.6, "sanctions_exposure_elevated"),
            new("conflict_proximity", 0.8, "conflict_proximity_extreme", 0.6, "conflict_proximity_elevated"),
            new("political_stability", 0.2, "political_stability_critical", 0.4, "political_stability_low"),
            new("data_freshness", 0.10, "geo_data_stale", 0.25, "geo_data_aging"),
        ],
    };

    private static FactorAgent Regulatory() => new()
    {
        Name = "regulatory",
        Priority = 60,
        SourceTypes = ["regulatory", "compliance", "legal"],
        IdFields = ["jurisdiction_id", "regulation_id", "compliance_scope"],
        Factors =
        [
            new("compliance_score", 0.30),
            new("enforcement_risk", 0.25) { IsRisk = true },
            new("reporting_quality", 0.20),
            new("audit_recency", 0.15),
            new("data_freshness", 0.10, Freshness),
        ],
        Limits =
        [
            new("compliance_score", 0.2, "compliance_critical", 0.4, "compliance_low"),
            new("enforcement_risk", 0.8, "enforcement_risk_extreme", 0.6, "enforcement_risk_elevated"),
            new("reporting_quality", 0.2, "reporting_quality_critical", 0.4, "reporting_quality_low"),
            new("audit_recency", 0.1, "audit_recency_stale", 0.25, "audit_recency_aging"),
        ],
    };
}
