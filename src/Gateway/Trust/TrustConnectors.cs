namespace Tollama.Gateway.Trust;

/// <summary>
/// The sources that payloads can come from without the caller. Those of this version are stand-ins under the contract's
/// names: callers send payloads themselves, so the stand-ins are always available and fetch nothing.
/// </summary>
internal static class TrustConnectors
{
    /// <summary>Name and domain of each.</summary>
    public static readonly IReadOnlyList<(string Name, string Domain)> All =
    [
        ("mock_financial", "financial_market"),
        ("mock_news", "news"),
        ("mock_supply_chain", "supply_chain"),
        ("mock_geopolitical", "geopolitical"),
        ("mock_regulatory", "regulatory"),
    ];
}
