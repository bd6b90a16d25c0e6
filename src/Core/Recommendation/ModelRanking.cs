using System.Globalization;
using Tollama.Core.Catalog;

namespace Tollama.Core.Recommendation;

/// <summary>Orders models for a forecast by a strategy (contract/http-api §14.2).</summary>
public static class ModelRanking
{
    private const string TimesFm = "timesfm";
    private const string Torch = "torch";

    private const int ShortHistory = 64;

    /// <summary>The models that can serve the request, best first; models of any licence.</summary>
    /// <param name="models">Models to choose from.</param>
    /// <param name="needs">What is asked of them.</param>
    /// <param name="strategy"><c>auto</c>, <c>fastest</c>, <c>best_accuracy</c> or <c>ensemble</c>.</param>
    public static IReadOnlyList<RankedModel> Rank(
        IEnumerable<RegistryEntry> models,
        ForecastNeeds needs,
        string strategy) =>
        [
            .. models
                .Where(entry => ModelFit.FindObstacles(entry, needs, allowRestrictedLicence: true).Count == 0)
                .Select(entry => (Entry: entry, Fit: ModelFit.Of(entry, needs), Bonus: Bonus(entry, needs, strategy)))
                .Select(item => (item.Entry, item.Fit, item.Bonus, Score: Math.Round(item.Fit.Score + item.Bonus, 4)))
                .OrderByDescending(item => item.Score)
                .ThenBy(item => item.Entry.Name, StringComparer.Ordinal)
                .Select(
                    (item, index) =>
                        new RankedModel(
                            item.Entry.Name,
                            item.Entry.Family,
                            index + 1,
                            item.Score,
                            [.. item.Fit.Reasons, Describe(item.Entry.Family, strategy, item.Bonus)])),
        ];

    private static double Bonus(RegistryEntry entry, ForecastNeeds needs, string strategy)
    {
        var (speed, accuracy) = Family(entry.Family);
        var (accuracyBonus, speedBonus) = Profile(entry, needs);
        return strategy switch
        {
            "fastest" => speed + speedBonus,
            "best_accuracy" => accuracy + accuracyBonus,
            "ensemble" => (0.75 * accuracy) + (0.25 * speed) + accuracyBonus,
            _ => (0.55 * accuracy) + (0.45 * speed) + (0.6 * accuracyBonus) + (0.4 * speedBonus),
        };
    }

    private static (int Speed, int Accuracy) Family(string family) => family switch
    {
        "mock" => (80, -60),
        TimesFm => (45, 14),
        Torch => (25, 20),
        "uni2ts" => (18, 24),
        "sundial" => (16, 12),
        "toto" => (14, 22),
        "timer" => (15, 18),
        "timemixer" => (17, 20),
        "forecastpfn" => (50, 10),
        _ => (0, 0),
    };

    /// <summary>What the shape of the request adds.</summary>
    private static (int Accuracy, int Speed) Profile(RegistryEntry entry, ForecastNeeds needs)
    {
        string family = entry.Family;
        bool isShort = needs.MeanHistoryLength <= ShortHistory;
        int accuracy = isShort && (family is TimesFm or Torch) ? 3 : 0;
        int speed = isShort && family == "mock" ? 2 : 0;
        if (ModelLimits.Of(entry.Metadata).Horizon is { } limit)
        {
            switch ((double)needs.Horizon / limit)
            {
                case >= 0.85:
                    accuracy -= 4;
                    speed -= 2;
                    break;
                case <= 0.35:
                    accuracy += 2;
                    speed += 1;
                    break;
            }
        }

        accuracy += needs.HasFutureCovariates && (family is TimesFm or Torch or "uni2ts") ? 2 : 0;
        speed += needs.SeriesCount >= 4 && (family is TimesFm or "sundial" or "toto") ? 2 : 0;
        return (accuracy, speed);
    }

    private static string Describe(string family, string strategy, double bonus) => string.Create(
        CultureInfo.InvariantCulture, $"family {family} counts {bonus:+0.####;-0.####;0} for strategy {strategy}");
}
