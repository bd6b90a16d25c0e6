namespace Tollama.Models.Baseline.Theta;

/// <summary>
/// A theta model with parameters. With w = 1−1/θ and i observations seen, the one-step forecast is
/// μ = ℓ + w·(A(1−α)^i + B(1−(1−α)^{i+1})/α), where ℓ is the level of simple smoothing and A + Bt a line.
/// Source: Fiorucci, Pellegrini, Louzada, Petropoulos, Koehler, Models for optimising the theta method and their
/// relationship to state space models, International Journal of Forecasting 32 (2016), §3 and §4.
/// </summary>
/// <param name="Variant">Which of the four.</param>
/// <param name="Alpha">Smoothing weight α.</param>
/// <param name="Initial">Level ℓ₀ before the first observation.</param>
/// <param name="Weight">w = 1−1/θ, the weight of the line.</param>
internal readonly record struct ThetaModel(ThetaVariant Variant, double Alpha, double Initial, double Weight)
{
    /// <summary>θ itself.</summary>
    public double Theta => 1.0 / (1.0 - Weight);

    /// <summary>Whether the line is fitted anew at each step.</summary>
    public bool IsDynamic => Variant is ThetaVariant.Dstm or ThetaVariant.Dotm;

    /// <summary>
    /// Runs through the series; fills the one-step forecasts (t = 1 left out for the dynamic models, whose first is
    /// y₁).
    /// </summary>
    /// <param name="y">Observations, seasonally adjusted.</param>
    /// <param name="forecasts">Takes μ_t, <c>(n)</c>; empty when they are not wanted.</param>
    /// <returns>The state after the last observation.</returns>
    public ThetaState Filter(ReadOnlySpan<double> y, Span<double> forecasts)
    {
        var state = ThetaState.Start(this, y);
        for (int t = 0; t < y.Length; t++)
        {
            double mean = state.Forecast(this);
            if (!forecasts.IsEmpty)
            {
                forecasts[t] = mean;
            }

            state.Observe(this, y[t]);
        }

        return state;
    }
}
