namespace Tollama.Models.Toto;

/// <summary>
/// Running mean and deviation of one variate (models/toto §4.2; sums as in Welford, Technometrics 4, 1962). A copy
/// continues on its own, which is how sampled continuations part.
/// </summary>
internal struct CausalScaler
{
    private const double LeastVariance = 0.1;

    private double _count;
    private double _sum;
    private double _mean;
    private double _squares;
    private readonly double _least;
    private readonly double _greatest;

    /// <summary>The statistics before the first value.</summary>
    /// <param name="series">The whole history, in whose deviation the scale is clamped.</param>
    /// <param name="observed">Which of its values count.</param>
    /// <param name="exponent">Decimal orders that the scale may differ; null for any.</param>
    public CausalScaler(ReadOnlySpan<float> series, ReadOnlySpan<bool> observed, double? exponent)
    {
        _greatest = double.PositiveInfinity;
        if (exponent is { } orders)
        {
            double global = GlobalScale(series, observed);
            _least = Math.Max(0.1f, global * Math.Pow(10, -orders));
            _greatest = global * Math.Pow(10, orders);
        }
    }

    /// <summary>Mean of the values so far, 0 before the first.</summary>
    public readonly float Location => (float)_mean;

    /// <summary>Deviation of the values so far, its square enlarged by 0.1.</summary>
    public readonly float Scale
    {
        get
        {
            double scale = Math.Sqrt((_squares / Math.Max(Math.Max(_count, 1) - 1, 1)) + LeastVariance);
            return (float)Math.Min(Math.Max(scale, _least), _greatest);
        }
    }

    /// <summary>Takes the next value in; a missing one changes nothing.</summary>
    public void Append(float value, bool isObserved)
    {
        if (!isObserved)
        {
            return;
        }

        double before = _mean;
        _count++;
        _sum += value;
        _mean = _sum / _count;
        _squares += (value - before) * (value - _mean);
    }

    private static double GlobalScale(ReadOnlySpan<float> series, ReadOnlySpan<bool> observed)
    {
        double count = 0;
        double sum = 0;
        for (int i = 0; i < series.Length; i++)
        {
            count += observed[i] ? 1 : 0;
            sum += observed[i] ? series[i] : 0;
        }

        count = Math.Max(count, 1);
        double mean = sum / count;
        double squares = 0;
        for (int i = 0; i < series.Length; i++)
        {
            double distance = observed[i] ? series[i] - mean : 0;
            squares += distance * distance;
        }

        return Math.Sqrt((squares / count) + LeastVariance);
    }
}
