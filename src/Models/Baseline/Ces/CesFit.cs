using Tollama.Models.Baseline.Methods;
using Tollama.Models.Baseline.Optimisation;

namespace Tollama.Models.Baseline.Ces;

/// <summary>A fitted model: the form, its parameters and how well it does.</summary>
internal sealed class CesFit
{
    private static readonly double[] Lower = [0.01, 0.01, 0.01, 0.01];
    private static readonly double[] Upper = [1.8, 1.9, 1.5, 1.5];

    private static readonly double[][] LevelStarts = [[1.3, 1.0], [1.05, 1.0], [1.8, 1.0], [1.0, 0.5]];

    private const double Tolerance = 1e-4;
    private const double SmallGain = 1e-6;
    private const int MaximumSteps = 1000;
    private const int MaximumRestarts = 6;
    private const double Difference = 1e-6;
    private const double LowestSum = 1e-300;

    private CesFit(CesVariant variant, CesFilter filter, double[] parameters, int count)
    {
        Variant = variant;
        Filter = filter;
        Parameters = parameters;
        double squares = filter.SquaredErrors(parameters);
        double k = parameters.Length + 1;
        Criterion = count * Math.Log(Math.Max(squares, LowestSum));
        Aicc = Criterion + 2.0 * k + 2.0 * k * (k + 1.0) / (count - k - 1.0);
        Sigma2 = squares / Math.Max(1.0, count - k - 1.0);
    }

    /// <summary>Which form.</summary>
    public CesVariant Variant { get; }

    /// <summary>The filter, left at the end of the data with these parameters.</summary>
    public CesFilter Filter { get; }

    /// <summary>α₀, α₁, and β₀, β₁ where the form has them.</summary>
    public double[] Parameters { get; }

    /// <summary>L = n·ln Σe², minus twice the log-likelihood.</summary>
    public double Criterion { get; }

    /// <summary>Corrected Akaike criterion; initial states are not counted.</summary>
    public double Aicc { get; }

    /// <summary>σ² = Σe²/(n−k−1).</summary>
    public double Sigma2 { get; }

    /// <summary>
    /// The best model of a form: a search from each of several starts, and again from the best while that helps.
    /// </summary>
    public static CesFit Search(CesVariant variant, SeriesTask task)
    {
        var filter = new CesFilter(variant, task.Y, task.Season);
        double[]? best = null;
        double bestValue = double.PositiveInfinity;
        foreach (double[] start in Starts(variant))
        {
            Keep(Descend(filter, start, task));
        }

        double before = double.PositiveInfinity;
        for (int i = 0; i < MaximumRestarts && best is not null && before - bestValue >= SmallGain; i++)
        {
            before = bestValue;
            Keep(Descend(filter, best, task));
        }

        return new CesFit(variant, filter, best ?? Starts(variant).First(), task.Count);

        void Keep((double[] X, double Value) found)
        {
            if (found.Value < bestValue)
            {
                (best, bestValue) = found;
            }
        }
    }

    /// <summary>A model with given parameters.</summary>
    public static CesFit Of(CesVariant variant, double[] parameters, SeriesTask task) =>
        new(variant, new CesFilter(variant, task.Y, task.Season), parameters, task.Count);

    /// <summary>
    /// A simplex for the way, which small valleys do not hold, and quasi-Newton steps for the end, which bounds do not
    /// hold: a simplex that reaches one is flat and stops short of the best point on it.
    /// </summary>
    private static (double[] X, double Value) Descend(CesFilter filter, double[] start, SeriesTask task)
    {
        double[] lower = Lower[..start.Length];
        double[] upper = Upper[..start.Length];
        double[] x = BoundedSimplex.Minimise(
            point => At(point), start, lower, upper, Tolerance, MaximumSteps, task.Budget);
        return (x, new BoxQuasiNewton(ValueAndSlope, lower, upper).Minimise(x, SmallGain, task.Budget));

        double At(ReadOnlySpan<double> point) =>
            task.Count * Math.Log(Math.Max(filter.SquaredErrors(point), LowestSum));

        double ValueAndSlope(ReadOnlySpan<double> point, Span<double> gradient)
        {
            double[] moved = point.ToArray();
            for (int i = 0; i < moved.Length; i++)
            {
                moved[i] = point[i] + Difference;
                double above = At(moved);
                moved[i] = point[i] - Difference;
                gradient[i] = (above - At(moved)) / (2.0 * Difference);
                moved[i] = point[i];
            }

            return At(point);
        }
    }

    private static IEnumerable<double[]> Starts(CesVariant variant)
    {
        double[][] seasons = variant switch
        {
            CesVariant.P => [[0.1], [0.5]],
            CesVariant.F => [[1.3, 1.0], [1.0, 1.0], [0.1, 0.9]],
            _ => [[]],
        };
        return LevelStarts.SelectMany(_ => seasons, (level, season) => (double[])[.. level, .. season]);
    }
}
