namespace Tollama.Core.Wire.Requests;

/// <summary>Body of the routes that look over domains (contract/http-api §18.12).</summary>
/// <param name="Domains">The domains; null for all.</param>
/// <param name="Limit">Most judgements per domain, 1 to 500.</param>
/// <param name="IncludeStatistics">Whether sums (of history or calibration) are wanted.</param>
public sealed record TrustDomainsBody(IReadOnlyList<string>? Domains, int Limit, bool IncludeStatistics);
