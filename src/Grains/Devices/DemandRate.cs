namespace Tollama.Grains.Devices;

/// <summary>
/// How often a model is asked for: arrivals, exponentially forgotten. Memory of one time constant; an arrival of a
/// background class counts less.
/// </summary>
internal struct DemandRate
{
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(300);

    private double _perSecond;
    private TimeSpan _at;

    /// <summary>Counts an arrival.</summary>
    public void Add(TimeSpan now, double weight = 1)
    {
        _perSecond = PerSecond(now) + (weight / Memory.TotalSeconds);
        _at = now;
    }

    /// <summary>Arrivals per second, as of now.</summary>
    public readonly double PerSecond(TimeSpan now) => _perSecond * Math.Exp(-(now - _at) / Memory);
}
