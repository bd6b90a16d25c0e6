namespace Tollama.Core.Ingest.Missing;

/// <summary>
/// Fills gaps between observed values (contract/http-api §18.4). Missing values are NaN; both ends are observed.
/// </summary>
internal static class InteriorFill
{
    /// <summary>Fewest points for a spline.</summary>
    public const int FewestSplinePoints = 4;

    private const int FewestPeriodPoints = 6;

    /// <summary>Straight lines between neighbours.</summary>
    public static void Linear(Span<double> values)
    {
        int last = -1;
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
            {
                continue;
            }

            for (int k = last + 1; last >= 0 && k < i; k++)
            {
                values[k] = values[last] + ((values[i] - values[last]) * (k - last) / (i - last));
            }

            last = i;
        }
    }

    /// <summary>
    /// A cubic spline through every observed point, over the index; false, and nothing filled, where it leaves the
    /// range of numbers.
    /// </summary>
    public static bool TrySpline(Span<double> values)
    {
        var x = new List<double>();
        var y = new List<double>();
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                x.Add(i);
                y.Add(values[i]);
            }
        }

        var spline = new NotAKnotSpline([.. x], [.. y]);
        double[] filled = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            filled[i] = double.IsNaN(values[i]) ? spline.Evaluate(i) : values[i];
            if (!double.IsFinite(filled[i]))
            {
                return false;
            }
        }

        filled.CopyTo(values);
        return true;
    }

    /// <summary>
    /// Mean of the points of the same phase, those filled before included; a phase without any stays missing.
    /// </summary>
    /// <param name="values">The values.</param>
    /// <param name="period">Steps per season, at least 1.</param>
    public static void Seasonal(Span<double> values, int period)
    {
        int phases = Math.Min(period, values.Length);
        var sums = new double[phases];
        var counts = new int[phases];
        for (int i = 0; i < values.Length; i++)
        {
            bool isObserved = !double.IsNaN(values[i]);
            sums[i % phases] += isObserved ? values[i] : 0;
            counts[i % phases] += isObserved ? 1 : 0;
        }

        for (int i = 0; i < values.Length; i++)
        {
            int phase = i % phases;
            if (double.IsNaN(values[i]) && counts[phase] > 0)
            {
                values[i] = sums[phase] / counts[phase];
                sums[phase] += values[i];
                counts[phase]++;
            }
        }
    }

    /// <summary>
    /// Steps per season: length over the strongest Fourier bin of the observed points, closed up and without their
    /// mean. Null for fewer than six points, or where it would not lie from 2 to half the length.
    /// </summary>
    public static int? DominantPeriod(ReadOnlySpan<double> values)
    {
        double[] observed = [.. values.ToArray().Where(double.IsFinite)];
        int n = observed.Length;
        if (n < FewestPeriodPoints)
        {
            return null;
        }

        double mean = observed.Average();
        var bins = Fourier.Transform([.. observed.Select(value => value - mean)]);
        int strongest = Enumerable.Range(1, n / 2).MaxBy(bin => bins[bin].Magnitude);
        int period = n / strongest;
        return period >= 2 && period <= n / 2 ? period : null;
    }
}
