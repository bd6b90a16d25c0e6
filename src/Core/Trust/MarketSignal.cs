using System.Text.Json.Nodes;

namespace Tollama.Core.Trust;

/// <summary>A prediction market with its trust score and measures.</summary>
/// <param name="Name">Name of the source.</param>
/// <param name="Score">Trust score.</param>
/// <param name="Metrics">Measures by key.</param>
public sealed record MarketSignal(string Name, double Score, IReadOnlyDictionary<string, double> Metrics)
{
    private const int Digits = 4;

    /// <summary>Reads <c>{name, trust_score, metrics}</c>; what is missing or no number is left out.</summary>
    public static MarketSignal Read(JsonObject json)
    {
        return new MarketSignal(
            json["name"]?.ToString() ?? "unknown",
            TrustPayload.Number(json["trust_score"]) ?? 0,
            ReadMetrics(json["metrics"]));
    }

    /// <summary>The numbers of a map.</summary>
    internal static Dictionary<string, double> ReadMetrics(JsonNode? json)
    {
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (key, value) in json as JsonObject ?? [])
        {
            if (TrustPayload.Number(value) is { } number)
            {
                metrics[key] = number;
            }
        }

        return metrics;
    }

    /// <summary>What every measure adds, in the order of the contract.</summary>
    public IReadOnlyList<MarketComponent> Break() => [.. MarketMetric.All.Select(Assess)];

    private MarketComponent Assess(MarketMetric metric)
    {
        if (!Metrics.TryGetValue(metric.Key, out double value))
        {
            return new MarketComponent(metric.Key, metric.Name, metric.Weight, null, null, 0, "not_available");
        }

        double normalized = metric.Normalize(value);
        string assessment = normalized switch
        {
            >= 0.8 => "excellent",
            >= 0.6 => "good",
            >= 0.4 => "fair",
            _ => "poor",
        };
        return new MarketComponent(
            metric.Key,
            metric.Name,
            metric.Weight,
            Math.Round(value, Digits),
            Math.Round(normalized, Digits),
            Math.Round(normalized * metric.Weight, Digits),
            assessment);
    }

    /// <summary>The judgement in words: the level, what speaks for it, what against.</summary>
    public string Tell(IReadOnlyList<MarketComponent> components)
    {
        string level = Score switch
        {
            >= TrustResult.HighScore => "High trust",
            >= TrustResult.LowScore => "Moderate trust",
            >= 0.25 => "Low trust",
            _ => "Very low trust",
        };
        string text = FormattableString.Invariant($"{level} ({Score:F2}).");
        string[] strong = [.. components
            .Where(component => component.Assessment is "excellent" or "good")
            .Take(3)
            .Select(component => FormattableString.Invariant($"{component.Name} {component.Value}"))];
        string[] weak = [.. components
            .Where(component => component.Assessment is "poor" or "fair")
            .Select(component => component.Name)];
        text += strong.Length > 0 ? $" In its favour: {string.Join(", ", strong)}." : string.Empty;
        return text + (weak.Length > 0 ? $" Against it: {string.Join(", ", weak)}." : string.Empty);
    }
}
