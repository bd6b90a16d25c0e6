namespace Tollama.Models.Baseline.Arima;

/// <summary>The four coefficient blocks of a seasonal ARMA model.</summary>
/// <param name="Ar">φ, <c>(p)</c>.</param>
/// <param name="Ma">θ, <c>(q)</c>.</param>
/// <param name="SeasonalAr">Φ, <c>(P)</c>.</param>
/// <param name="SeasonalMa">Θ, <c>(Q)</c>.</param>
internal sealed record ArimaCoefficients(double[] Ar, double[] Ma, double[] SeasonalAr, double[] SeasonalMa)
{
    private const double NearUnitRoot = 1.01;
    private const double LargestPartial = 1.0 - 1e-9;

    /// <summary>
    /// Coefficients from free numbers u: each block's partial autocorrelations are tanh u, so that every point is a
    /// stationary and invertible model.
    /// </summary>
    /// <param name="order">How many of each block.</param>
    /// <param name="u">Free numbers: p, q, P, Q of them.</param>
    public static ArimaCoefficients FromFree(ArimaOrder order, ReadOnlySpan<double> u) => new(
        Block(u[..order.P], 1.0),
        Block(u.Slice(order.P, order.Q), -1.0),
        Block(u.Slice(order.P + order.Q, order.SeasonalP), 1.0),
        Block(u.Slice(order.P + order.Q + order.SeasonalP, order.SeasonalQ), -1.0));

    /// <summary>The expanded polynomials.</summary>
    public ArmaPolynomials Polynomials(int season) => new(
        ArmaPolynomials.Expand(Ar, SeasonalAr, season, -1.0), ArmaPolynomials.Expand(Ma, SeasonalMa, season, 1.0));

    /// <summary>
    /// Whether a root of any polynomial is so near the unit circle that differencing more or less is due.
    /// </summary>
    public bool IsNearUnitRoot(int season)
    {
        double seasonalRadius = Math.Pow(NearUnitRoot, season);
        return !ArmaPolynomials.HasRootsOutside(Ar, NearUnitRoot)
            || !ArmaPolynomials.HasRootsOutside(Negative(Ma), NearUnitRoot)
            || !ArmaPolynomials.HasRootsOutside(SeasonalAr, seasonalRadius)
            || !ArmaPolynomials.HasRootsOutside(Negative(SeasonalMa), seasonalRadius);
    }

    /// <summary>Lists the coefficients by R's names.</summary>
    public void AddTo(List<KeyValuePair<string, double>> parameters)
    {
        Add("ar", Ar);
        Add("ma", Ma);
        Add("sar", SeasonalAr);
        Add("sma", SeasonalMa);

        void Add(string name, double[] block)
        {
            for (int j = 0; j < block.Length; j++)
            {
                parameters.Add(new($"{name}{j + 1}", block[j]));
            }
        }
    }

    private static double[] Block(ReadOnlySpan<double> u, double sign)
    {
        double[] partial = new double[u.Length];
        for (int j = 0; j < partial.Length; j++)
        {
            partial[j] = LargestPartial * Math.Tanh(u[j]);
        }

        double[] block = ArmaPolynomials.FromPartial(partial);
        return sign < 0.0 ? Negative(block) : block;
    }

    private static double[] Negative(double[] block) => Array.ConvertAll(block, x => -x);
}
