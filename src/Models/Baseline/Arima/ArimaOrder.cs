namespace Tollama.Models.Baseline.Arima;

/// <summary>The order (p,d,q)(P,D,Q)m of a seasonal ARIMA model, and its constant.</summary>
/// <param name="P">Autoregressive order p.</param>
/// <param name="D">Differences d.</param>
/// <param name="Q">Moving average order q.</param>
/// <param name="SeasonalP">Seasonal autoregressive order P.</param>
/// <param name="SeasonalD">Seasonal differences D.</param>
/// <param name="SeasonalQ">Seasonal moving average order Q.</param>
/// <param name="HasConstant">Mean where d+D = 0, drift where d+D = 1.</param>
internal readonly record struct ArimaOrder(
    int P, int D, int Q, int SeasonalP, int SeasonalD, int SeasonalQ, bool HasConstant)
{
    private const int SpareObservations = 2;

    /// <summary>Number of ARMA coefficients.</summary>
    public int CoefficientCount => P + Q + SeasonalP + SeasonalQ;

    /// <summary>Whether P, D or Q is above 0.</summary>
    public bool IsSeasonal => SeasonalP + SeasonalD + SeasonalQ > 0;

    /// <summary>How far back the model reaches: the larger of p + mP and q + mQ.</summary>
    /// <param name="season">Season length m.</param>
    public int Lags(int season) => Math.Max(P + SeasonalP * season, Q + SeasonalQ * season);

    /// <summary>Observations lost by differencing.</summary>
    /// <param name="season">Season length m.</param>
    public int Lost(int season) => D + SeasonalD * season;

    /// <summary>
    /// Observations that it takes to estimate: as many as coefficients, and two more, so that the corrected Akaike
    /// criterion's n−k−1 is not negative, k counting σ² too.
    /// </summary>
    /// <param name="season">Season length m.</param>
    /// <param name="covariates">Covariates of the regression.</param>
    public int NeededObservations(int season, int covariates = 0) => (int)Math.Min(
        int.MaxValue,
        D + (long)SeasonalD * season + CoefficientCount + (HasConstant ? 1 : 0) + covariates + SpareObservations);

    /// <summary>The name R gives it: <c>ARIMA(1,1,0)(0,0,0)[4]</c>, without the second half where m = 1.</summary>
    /// <param name="season">Season length m.</param>
    public string Name(int season) => season > 1
        ? $"ARIMA({P},{D},{Q})({SeasonalP},{SeasonalD},{SeasonalQ})[{season}]"
        : $"ARIMA({P},{D},{Q})";
}
