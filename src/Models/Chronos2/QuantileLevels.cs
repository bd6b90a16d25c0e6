using System.Collections.Immutable;

namespace Tollama.Models.Chronos2;

/// <summary>
/// Reads quantiles out of a forecast at trained levels, in single precision as the reference computes them.
/// </summary>
internal sealed class QuantileLevels
{
    private readonly ImmutableArray<double> _levels;
    private readonly float[] _single;

    /// <summary>Levels at which the network forecasts.</summary>
    /// <param name="levels">Ascending, between 0 and 1.</param>
    public QuantileLevels(ImmutableArray<double> levels)
    {
        _levels = levels;
        _single = [.. levels.Select(level => (float)level)];
    }

    /// <summary>Number of trained levels.</summary>
    public int Count => _levels.Length;

    /// <summary>Place of a trained level, or −1.</summary>
    public int IndexOf(double level) => _levels.IndexOf(level);

    /// <summary>
    /// The forecast at any level: a trained one as it is, another by linear interpolation between its neighbours, the
    /// first or last value beyond the trained range. Values are not sorted.
    /// </summary>
    /// <param name="trained">Forecast at each trained level, <c>(levels, steps)</c>.</param>
    /// <param name="level">The level wanted.</param>
    /// <param name="column">Takes it, <c>(steps)</c>.</param>
    public void Read(float[][] trained, double level, Span<double> column)
    {
        var (lower, upper, weight) = Neighbours(level);
        for (int t = 0; t < column.Length; t++)
        {
            float low = trained[lower][t];
            column[t] = low + (weight * (trained[upper][t] - low));
        }
    }

    private (int Lower, int Upper, float Weight) Neighbours(double level)
    {
        int exact = IndexOf(level);
        if (exact >= 0)
        {
            return (exact, exact, 0);
        }

        float wanted = (float)level;
        int upper = Array.FindIndex(_single, trained => trained > wanted);
        return upper switch
        {
            0 => (0, 0, 0),
            < 0 => (_single.Length - 1, _single.Length - 1, 0),
            _ => (upper - 1, upper, (wanted - _single[upper - 1]) / (_single[upper] - _single[upper - 1])),
        };
    }
}
