namespace Tollama.Models.Baseline.Intervals;

/// <summary>
/// How far a forecast lies from the ones before it: step k of it, less the mean of step k of the forecasts from
/// earlier origins, each weighing 0.8 of the one after it. A model that is wrong by part of its shifts follows the
/// history too closely, or too slowly; see <see cref="ErrorRegression"/>.
/// </summary>
/// <param name="horizon">Steps of a forecast.</param>
internal sealed class ForecastShifts(int horizon)
{
    private const double Fading = 0.8;

    private readonly double[] _sums = new double[horizon];
    private double _mass;

    /// <summary>The shifts of a forecast, <c>(h)</c>, which then is one of those before; 0 for the first one.</summary>
    /// <param name="forecast">The next forecast, <c>(h)</c>.</param>
    public double[] Next(ReadOnlySpan<double> forecast)
    {
        double[] shifts = new double[horizon];
        for (int k = 0; k < horizon; k++)
        {
            shifts[k] = _mass > 0.0 ? forecast[k] - _sums[k] / _mass : 0.0;
            _sums[k] = Fading * _sums[k] + forecast[k];
        }

        _mass = Fading * _mass + 1.0;
        return shifts;
    }
}
