namespace Tollama.Models.Baseline.Ets;

/// <summary>
/// One pass of an exponential smoothing model through a series. With old states l, b, s (s of one season ago), trend
/// part q = l+φb, g = φb (additive) or q = l·b^φ, g = b^φ (multiplicative):
/// <code>
/// μ  = q, q+s or q·s          e  = y−μ or (y−μ)/μ
/// p  = y, y−s or y/s          l' = q + α(p−q)
/// b' = g + β(p−q) or g + β(p−q)/l
/// s' = s + γ(y−q−s) or s + γ(y/q−s)
/// </code>
/// which is the error form of Hyndman, Koehler, Ord, Snyder (2008), tables 2.2 and 2.3, solved for the new states.
/// </summary>
internal static class EtsFilter
{
    /// <summary>Divisors nearer to zero are none.</summary>
    public const double NearZero = 1e-10;

    private const double InsteadOfInfinite = 1e10;
    private const double LowestSum = 1e-300;

    /// <summary>
    /// Fills the path and returns L = n·ln Σe² (+ 2Σ ln|μ_t| for multiplicative errors), so that the log-likelihood is
    /// −L/2; +∞ when a state leaves the range of numbers.
    /// </summary>
    /// <param name="form">Which model.</param>
    /// <param name="weights">Smoothing parameters.</param>
    /// <param name="y">Observations.</param>
    /// <param name="path">Holds the initial states (level[0], growth[0], season[0…m−1]); takes the rest.</param>
    public static double Run(EtsForm form, in EtsWeights weights, ReadOnlySpan<double> y, EtsPath path)
    {
        for (int t = 0; t < y.Length; t++)
        {
            Move(form, weights, y[t], path, t);
        }

        bool isRelative = form.Error == EtsComponent.Multiplicative;
        double squares = 0.0;
        double logs = 0.0;
        double product = 1.0;
        for (int t = 0; t < y.Length; t++)
        {
            double mean = path.Mean[t];
            double error = y[t] - mean;
            if (isRelative)
            {
                mean = AwayFromZero(mean);
                error = (y[t] - mean) / mean;
                product *= Math.Abs(mean);
                if (product is < 1e-100 or > 1e100)
                {
                    logs += Math.Log(product);
                    product = 1.0;
                }
            }

            path.Errors[t] = error;
            squares += error * error;
        }

        path.SquaredErrors = squares;
        double criterion = y.Length * Math.Log(Math.Max(squares, LowestSum)) + 2.0 * (logs + Math.Log(product));
        return double.IsFinite(criterion) ? criterion : double.PositiveInfinity;
    }

    /// <summary>
    /// The trend part: what the level becomes in one step without error, and the growth that took it there.
    /// </summary>
    public static (double Q, double G) Advance(EtsComponent trend, double phi, double level, double growth)
    {
        if (trend == EtsComponent.None)
        {
            return (level, 0.0);
        }

        if (trend == EtsComponent.Additive)
        {
            double step = phi * growth;
            return (level + step, step);
        }

        double factor = phi == 1.0 ? growth : Math.Pow(growth, phi);
        return (level * factor, factor);
    }

    /// <summary>A divisor that is not zero.</summary>
    public static double AwayFromZero(double mean) => Math.Abs(mean) < NearZero ? mean + NearZero : mean;

    /// <summary>y/x, or a large number where x is zero.</summary>
    public static double Quotient(double y, double x) => Math.Abs(x) < NearZero ? InsteadOfInfinite : y / x;

    /// <summary>Moves the path on by one observation that is given by its error; returns the observation.</summary>
    public static double Step(EtsForm form, in EtsWeights weights, EtsPath path, int t, double error)
    {
        var (q, _) = Advance(form.Trend, weights.Phi, path.Level[t], path.Growth[t]);
        double mean = form.Season switch
        {
            EtsComponent.Additive => q + path.Season[t],
            EtsComponent.Multiplicative => q * path.Season[t],
            _ => q,
        };
        double y = form.Error == EtsComponent.Additive ? mean + error : mean * (1.0 + error);
        Move(form, weights, y, path, t);
        return y;
    }

    /// <summary>The states after observation t, and its one-step forecast.</summary>
    private static void Move(EtsForm form, in EtsWeights weights, double y, EtsPath path, int t)
    {
        var (alpha, beta, gamma, phi) = weights;
        double level = path.Level[t];
        var (q, g) = Advance(form.Trend, phi, level, path.Growth[t]);
        double surprise = y - q;
        double mean = q;
        if (form.Season == EtsComponent.Additive)
        {
            double s = path.Season[t];
            path.Season[t + path.Period] = s + gamma * (surprise - s);
            mean = q + s;
            surprise -= s;
        }
        else if (form.Season == EtsComponent.Multiplicative)
        {
            double s = path.Season[t];
            path.Season[t + path.Period] = s + gamma * (Quotient(y, q) - s);
            mean = q * s;
            surprise = Quotient(y, s) - q;
        }

        path.Mean[t] = mean;
        path.Level[t + 1] = q + alpha * surprise;
        path.Growth[t + 1] = g + beta * (form.Trend == EtsComponent.Multiplicative ? surprise / level : surprise);
    }
}
