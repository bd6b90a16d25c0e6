namespace Tollama.Core.Trust;

/// <summary>A measure of how well a prediction market is calibrated, and what a value of it is worth.</summary>
/// <param name="Key">Its key in a request.</param>
/// <param name="Name">Its name in words.</param>
/// <param name="Weight">Weight in the trust score.</param>
/// <param name="Good">Value that counts as good.</param>
/// <param name="IsLowerBetter">Whether small values are good.</param>
internal sealed record MarketMetric(string Key, string Name, double Weight, double Good, bool IsLowerBetter)
{
    /// <summary>The six measures (contract/http-api §18.12).</summary>
    public static readonly IReadOnlyList<MarketMetric> All =
    [
        // mean squared error of probabilities (Brier 1950)
        new("brier_score", "Brier score", 0.30, 0.2, IsLowerBetter: true),
        new("log_loss", "Logarithmic loss", 0.20, 0.5, IsLowerBetter: true),
        new("ece", "Expected calibration error", 0.25, 0.05, IsLowerBetter: true),
        new("volume", "Traded volume", 0.10, 10_000, IsLowerBetter: false),
        new("recency", "Recency", 0.10, 0.8, IsLowerBetter: false),
        new("resolution_clarity", "Clarity of resolution", 0.05, 0.9, IsLowerBetter: false),
    ];

    /// <summary>
    /// Value on a scale where 1 is as good as it gets and 0 is worthless; a good small value reaches 2/3.
    /// </summary>
    public double Normalize(double value) => IsLowerBetter
        ? Math.Max(0, 1 - (value / (Good * 3)))
        : Math.Min(1, value / Good);
}
