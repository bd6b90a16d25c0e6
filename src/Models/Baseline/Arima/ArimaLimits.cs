using Tollama.Core.Errors;
using Tollama.Core.Forecasting;

namespace Tollama.Models.Baseline.Arima;

/// <summary>Limits of an order search.</summary>
/// <param name="MaxP">Largest p.</param>
/// <param name="MaxQ">Largest q.</param>
/// <param name="MaxSeasonalP">Largest P.</param>
/// <param name="MaxSeasonalQ">Largest Q.</param>
/// <param name="MaxOrder">Largest p+q+P+Q of the full search.</param>
/// <param name="IsStepwise">Whether to walk instead of trying all.</param>
/// <param name="Approximates">Whether to compare orders by conditional squares; null to decide by the series.</param>
internal sealed record ArimaLimits(
    int MaxP, int MaxQ, int MaxSeasonalP, int MaxSeasonalQ, int MaxOrder, bool IsStepwise, bool? Approximates)
{
    private const int CostlySize = 6000;
    private const int CostOfNoSeason = 12;

    /// <summary>Reads the options.</summary>
    /// <exception cref="TollamaException">BadRequest: one of them is wrong.</exception>
    public static ArimaLimits Read(ForecastOptions options) => new(
        options.GetInt32("max_p", 0, 10) ?? 5,
        options.GetInt32("max_q", 0, 10) ?? 5,
        options.GetInt32("max_P", 0, 5) ?? 2,
        options.GetInt32("max_Q", 0, 5) ?? 2,
        options.GetInt32("max_order", 0, 20) ?? 5,
        options.GetBoolean("stepwise") ?? true,
        options.GetBoolean("approximation"));

    /// <summary>The limits that a series of n observations and season m can bear.</summary>
    public ArimaLimits For(int count, int season)
    {
        int plain = count / 3;
        int seasonal = season > 1 ? count / 3 / season : 0;
        int maxSeasonalP = Math.Min(MaxSeasonalP, seasonal);
        int maxSeasonalQ = Math.Min(MaxSeasonalQ, seasonal);
        return this with
        {
            MaxP = Math.Min(Math.Min(MaxP, plain), maxSeasonalP > 0 ? season - 1 : int.MaxValue),
            MaxQ = Math.Min(Math.Min(MaxQ, plain), maxSeasonalQ > 0 ? season - 1 : int.MaxValue),
            MaxSeasonalP = maxSeasonalP,
            MaxSeasonalQ = maxSeasonalQ,
            Approximates = Approximates ?? (long)count * Math.Max(season, CostOfNoSeason) > CostlySize,
        };
    }
}
