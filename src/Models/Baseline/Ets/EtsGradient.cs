namespace Tollama.Models.Baseline.Ets;

/// <summary>
/// The gradient of L by one pass backwards through the states of <see cref="EtsFilter"/> (reverse accumulation): all
/// p derivatives for about twice the price of L itself, whatever p is. A bar over a symbol is ∂L/∂symbol.
/// </summary>
internal static class EtsGradient
{
    /// <summary>∂L/∂(α, β, γ, φ); ∂L/∂(initial states) is left in the adjoint's index 0 and season[0…m−1].</summary>
    /// <param name="form">Which model.</param>
    /// <param name="weights">Smoothing parameters of the run.</param>
    /// <param name="y">Observations.</param>
    /// <param name="path">What <see cref="EtsFilter.Run"/> left.</param>
    /// <param name="adjoint">Buffers of the same size; level[0], growth[0] and season[0…m−1] are the results.</param>
    public static EtsWeights Run(
        EtsForm form, in EtsWeights weights, ReadOnlySpan<double> y, EtsPath path, EtsPath adjoint)
    {
        var (alpha, beta, gamma, phi) = weights;
        int m = path.Period;
        double alphaBar = 0.0, betaBar = 0.0, gammaBar = 0.0, phiBar = 0.0, levelBar = 0.0, growthBar = 0.0;
        Array.Clear(adjoint.Season);
        double errorFactor = 2.0 * y.Length / path.SquaredErrors;
        for (int t = y.Length - 1; t >= 0; t--)
        {
            double meanBar = MeanBar(form, y[t], path.Mean[t], path.Errors[t] * errorFactor);
            double level = path.Level[t];
            double growth = path.Growth[t];
            var (q, g) = EtsFilter.Advance(form.Trend, phi, level, growth);
            var seasonal = Seasonal(form.Season, y[t], q, path.Season[t]);

            // l' = q + αr, b' = g + βr/d, with r = p − q and d = 1 or l
            bool isFactor = form.Trend == EtsComponent.Multiplicative;
            double divisor = isFactor ? level : 1.0;
            double surprise = seasonal.P - q;
            alphaBar += levelBar * surprise;
            betaBar += growthBar * surprise / divisor;
            double surpriseBar = alpha * levelBar + beta * growthBar / divisor;
            double oldLevelBar = isFactor ? -growthBar * beta * surprise / (level * level) : 0.0;

            double newSeasonBar = adjoint.Season[t + m];
            gammaBar += newSeasonBar * seasonal.Update;
            double qBar = levelBar - surpriseBar
                + meanBar * seasonal.MeanByQ
                + newSeasonBar * gamma * seasonal.UpdateByQ;
            adjoint.Season[t] += newSeasonBar * (1.0 - gamma)
                + meanBar * seasonal.MeanByS
                + surpriseBar * seasonal.PByS;

            // q and g as functions of the old level, the old growth and φ
            (double fromQ, double gBar) = TrendBar(form.Trend, qBar, growthBar, level, g);
            levelBar = oldLevelBar + fromQ;
            growthBar = 0.0;
            if (form.Trend == EtsComponent.Additive)
            {
                growthBar = phi * gBar;
                phiBar += growth * gBar;
            }
            else if (form.Trend == EtsComponent.Multiplicative)
            {
                growthBar = gBar * phi * g / growth;
                phiBar += gBar * g * Math.Log(growth);
            }
        }

        adjoint.Level[0] = levelBar;
        adjoint.Growth[0] = growthBar;
        return new EtsWeights(alphaBar, betaBar, gammaBar, phiBar);
    }

    /// <summary>∂L/∂μ: through e, and for relative errors through 2 ln|μ|.</summary>
    private static double MeanBar(EtsForm form, double y, double mean, double errorBar)
    {
        if (form.Error == EtsComponent.Additive)
        {
            return -errorBar;
        }

        mean = EtsFilter.AwayFromZero(mean);
        return -errorBar * y / (mean * mean) + 2.0 / mean;
    }

    private static (double FromQ, double GBar) TrendBar(
        EtsComponent trend, double qBar, double growthBar, double level, double g) => trend switch
        {
            EtsComponent.None => (qBar, 0.0),
            EtsComponent.Additive => (qBar, qBar + growthBar),
            _ => (qBar * g, qBar * level + growthBar),
        };

    /// <summary>The seasonal part of one step: p, s'−s over γ, and their derivatives.</summary>
    private static SeasonalStep Seasonal(EtsComponent season, double y, double q, double s)
    {
        if (season == EtsComponent.None)
        {
            return new SeasonalStep(y, 0.0, 1.0, 0.0, 0.0, 0.0);
        }

        if (season == EtsComponent.Additive)
        {
            return new SeasonalStep(y - s, y - q - s, 1.0, 1.0, -1.0, -1.0);
        }

        double byS = Math.Abs(s) < EtsFilter.NearZero ? 0.0 : -y / (s * s);
        double byQ = Math.Abs(q) < EtsFilter.NearZero ? 0.0 : -y / (q * q);
        return new SeasonalStep(EtsFilter.Quotient(y, s), EtsFilter.Quotient(y, q) - s, s, q, byS, byQ);
    }

    private readonly record struct SeasonalStep(
        double P, double Update, double MeanByQ, double MeanByS, double PByS, double UpdateByQ);
}
