namespace Tollama.Grains.Devices;

/// <summary>
/// How often a model is asked for: arrivals, exponentially forgotten. An arrival of a background class counts less.
/// </summary>
/// <param name="memory">The time constant.</param>
internal struct DemandRate(TimeSpan memory)
{
    private double _perSecond;
    private TimeSpan _at;

    /// <summary>Counts an arrival.</summary>
    public void Add(TimeSpan now, double weight = 1)
    {
        _perSecond = PerSecond(now) + (weight / memory.TotalSeconds);
        _at = now;
    }

    /// <summary>Arrivals per second, as of now.</summary>
    public readonly double PerSecond(TimeSpan now) => _perSecond * Math.Exp(-(now - _at) / memory);
}
