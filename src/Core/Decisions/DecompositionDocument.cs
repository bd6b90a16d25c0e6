using System.Globalization;
using System.Text.Json.Nodes;
using Tollama.Core.Analysis;

namespace Tollama.Core.Decisions;

/// <summary>A decomposed series as a document (contract/http-api §18.12).</summary>
public static class DecompositionDocument
{
    /// <summary>The document; a series that is too short yields <c>{error, min_length}</c>.</summary>
    /// <param name="series">The observations.</param>
    /// <param name="period">Points of one season; null to find it.</param>
    public static JsonObject Create(ReadOnlySpan<double> series, int? period)
    {
        if (series.Length < Decomposition.FewestPoints)
        {
            return new JsonObject
            {
                ["error"] = $"{series.Length} points are too few; send at least {Decomposition.FewestPoints}.",
                ["min_length"] = Decomposition.FewestPoints,
            };
        }

        var parts = Decomposition.Of(series.ToArray(), period);
        return new JsonObject
        {
            ["trend"] = Numbers(parts.Trend),
            ["seasonal"] = Numbers(parts.Seasonal),
            ["residual"] = Numbers(parts.Residual),
            ["trend_strength"] = Math.Round(parts.TrendStrength, 4),
            ["seasonal_strength"] = Math.Round(parts.SeasonalStrength, 4),
            ["residual_ratio"] = Math.Round(parts.ResidualRatio, 4),
            ["period"] = parts.Period,
            ["method"] = "moving_average",
            ["summary"] = Summarise(parts),
        };
    }

    private static string Summarise(Decomposition parts)
    {
        double total = parts.TrendStrength + parts.SeasonalStrength + parts.ResidualRatio;
        double trend = Share(parts.TrendStrength, total);
        double season = Share(parts.SeasonalStrength, total);
        double rest = Share(parts.ResidualRatio, total);
        string dominant =
            trend >= season && trend >= rest ? "The trend dominates."
            : season >= rest
                ? string.Create(CultureInfo.InvariantCulture, $"A season of {parts.Period} points dominates.")
            : "Most of it is neither trend nor season.";
        return FormattableString.Invariant(
            $"Of the variance {trend:F1} % is trend, {season:F1} % season and {rest:F1} % neither. {dominant}");
    }

    /// <summary>Percent, from a share of four decimals.</summary>
    private static double Share(double strength, double total) =>
        total == 0 ? 0 : Math.Round(strength / total, 4) * 100;

    private static JsonArray Numbers(IEnumerable<double> numbers) => [.. numbers.Select(number => (JsonNode)number)];
}
