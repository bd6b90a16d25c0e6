using System.Numerics.Tensors;

namespace Tollama.Models.Baseline.Intervals;

/// <summary>
/// How far a forecast lies from the ones before it: step k of it, less the mean of step k of the forecasts from
/// origins at least a horizon earlier, each weighing 0.9 of the one after it. A model that is wrong by part of its
/// shifts follows the history too closely, or too slowly; see <see cref="ErrorRegression"/>.
/// </summary>
/// <param name="horizon">Steps of a forecast, h.</param>
internal sealed class ForecastShifts(int horizon)
{
    private const double Fading = 0.9;

    private readonly Queue<(int Origin, double[] Forecast)> _recent = new();
    private readonly double[] _mean = new double[horizon];
    private double _mass;

    /// <summary>The shifts of a forecast, <c>(h)</c>; 0 where none lies a horizon before it.</summary>
    /// <param name="origin">Observations before the forecast; more than those of the last one.</param>
    /// <param name="forecast">The forecast, <c>(h)</c>.</param>
    public double[] Next(int origin, double[] forecast)
    {
        while (_recent.TryPeek(out var oldest) && oldest.Origin + horizon <= origin)
        {
            _recent.Dequeue();
            _mass = Fading * _mass + 1.0;
            for (int k = 0; k < horizon; k++)
            {
                _mean[k] += (oldest.Forecast[k] - _mean[k]) / _mass;
            }
        }

        _recent.Enqueue((origin, forecast));
        double[] shifts = new double[horizon];
        if (_mass > 0.0)
        {
            TensorPrimitives.Subtract(forecast.AsSpan(0, horizon), _mean, shifts);
        }

        return shifts;
    }
}
