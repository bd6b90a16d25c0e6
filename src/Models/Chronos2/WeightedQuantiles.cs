using System.Collections.Immutable;

namespace Tollama.Models.Chronos2;

/// <summary>
/// Quantiles of weighted samples: a path forecasts at every trained level, and the paths together are reduced to the
/// trained levels again. Each sample weighs as much probability as its path's level times its own level stand for.
/// Single precision, as in the reference.
/// </summary>
internal sealed class WeightedQuantiles
{
    private readonly float[] _levels;
    private readonly float[] _weights;
    private readonly float[] _sorted;
    private readonly float[] _carried;

    /// <summary>Prepares the weights.</summary>
    /// <param name="pathLevels">Levels along which the paths were rolled out.</param>
    /// <param name="levels">Trained levels.</param>
    public WeightedQuantiles(ImmutableArray<double> pathLevels, ImmutableArray<double> levels)
    {
        _levels = [.. levels.Select(level => (float)level)];
        float[] paths = Masses(pathLevels);
        float[] own = Masses(levels);
        _weights = [.. paths.SelectMany(path => own.Select(mass => path * mass))];
        float total = (float)_weights.Sum(weight => (double)weight);
        for (int i = 0; i < _weights.Length; i++)
        {
            _weights[i] /= total;
        }

        _sorted = new float[_weights.Length];
        _carried = new float[_weights.Length];
    }

    /// <summary>The quantiles of one step.</summary>
    /// <param name="samples">One sample per path and trained level, path after path.</param>
    /// <param name="quantiles">Receives one value per trained level.</param>
    public void Reduce(ReadOnlySpan<float> samples, Span<float> quantiles)
    {
        samples.CopyTo(_sorted);
        _weights.CopyTo(_carried, 0);
        Array.Sort(_sorted, _carried);
        double total = 0; // the reference's running sum is kept in double and rounded at each element
        for (int i = 0; i < _carried.Length; i++)
        {
            total += _carried[i];
            _carried[i] = Math.Clamp((float)total, 0f, 1f);
        }

        for (int q = 0; q < quantiles.Length; q++)
        {
            quantiles[q] = At(_levels[q]);
        }
    }

    // The cumulative weights are extended by (0, first sample) and (1, last sample).
    private float At(float level)
    {
        int upper = Array.FindIndex(_carried, cumulative => cumulative > level);
        if (upper < 0)
        {
            return _sorted[^1];
        }

        float lowerWeight = upper == 0 ? 0 : _carried[upper - 1];
        float lowerValue = upper == 0 ? _sorted[0] : _sorted[upper - 1];
        float gap = _carried[upper] - lowerWeight;
        float share = gap == 0 ? 0 : (level - lowerWeight) / gap;
        return lowerValue + (share * (_sorted[upper] - lowerValue));
    }

    // Half the distance between a level's neighbours, 0 and 1 being neighbours of the outermost; normalised.
    private static float[] Masses(ImmutableArray<double> levels)
    {
        float[] masses = new float[levels.Length];
        for (int i = 0; i < masses.Length; i++)
        {
            float below = i == 0 ? 0 : (float)levels[i - 1];
            float above = i == masses.Length - 1 ? 1 : (float)levels[i + 1];
            masses[i] = (above - below) / 2;
        }

        float total = (float)masses.Sum(mass => (double)mass);
        return [.. masses.Select(mass => mass / total)];
    }
}
