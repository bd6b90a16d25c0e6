namespace Tollama.Models.Baseline.Ces;

/// <summary>
/// What follows the states of a complex exponential smoothing model (<see cref="CesFilter"/>), for given errors. Every
/// run starts from the same states: steps write behind them only, and read nothing that they have not written.
/// </summary>
/// <param name="variant">Which form.</param>
/// <param name="season">Lag of the states, 1 without season.</param>
/// <param name="x">α₀, α₁, β₀, β₁, as many as the form has.</param>
/// <param name="u">Level, real part: the last <paramref name="season"/>, then room for each step.</param>
/// <param name="w">Level, imaginary part, likewise.</param>
/// <param name="s">Season, real part, likewise; empty where the form has none.</param>
/// <param name="r">Season, imaginary part, likewise.</param>
internal sealed class CesContinuation(
    CesVariant variant, int season, double[] x, double[] u, double[] w, double[] s, double[] r)
{
    /// <summary>The steps with given errors (none: zero), <c>(h)</c>.</summary>
    /// <param name="errors">Errors of the steps.</param>
    /// <param name="path">Takes the steps; may be the same memory as the errors.</param>
    public void Run(ReadOnlySpan<double> errors, Span<double> path)
    {
        for (int k = 0; k < path.Length; k++)
        {
            double error = errors.IsEmpty ? 0.0 : errors[k];
            path[k] = Forecast(k + season) + error;
            Update(k + season, error);
        }
    }

    private double Forecast(int row) => variant switch
    {
        CesVariant.S => u[row - season],
        CesVariant.N => u[row - 1],
        _ => u[row - 1] + s[row - season],
    };

    private void Update(int row, double error)
    {
        int old = row - (variant == CesVariant.S ? season : 1);
        u[row] = u[old] - (1.0 - x[1]) * w[old] + (x[0] - x[1]) * error;
        w[row] = u[old] + (1.0 - x[0]) * w[old] + (x[0] + x[1]) * error;
        old = row - season;
        if (variant == CesVariant.P)
        {
            s[row] = s[old] + x[2] * error;
        }
        else if (variant == CesVariant.F)
        {
            s[row] = s[old] - (1.0 - x[3]) * r[old] + (x[2] - x[3]) * error;
            r[row] = s[old] + (1.0 - x[2]) * r[old] + (x[2] + x[3]) * error;
        }
    }
}
