namespace Tollama.Grains.Devices;

/// <summary>What a device has learnt about one version of a model.</summary>
internal sealed class ModelHistory(string version)
{
    private DemandRate _demand;

    public string Version { get; } = version;

    /// <summary>Generations so far.</summary>
    public long Generation { get; set; }

    /// <summary>Most that it ever took, bytes; null before its first load.</summary>
    public long? MeasuredBytes { get; set; }

    /// <summary>What its engine calls take beyond it.</summary>
    public WorkspaceCurve Workspace { get; } = new();

    /// <summary>What a forecast takes of the engine's time, as of late; null before the first.</summary>
    public TimeSpan? Service { get; private set; }

    /// <summary>How long its last load took.</summary>
    public TimeSpan? LoadTime { get; set; }

    /// <summary>Loads that failed since the last that did not.</summary>
    public int Failures { get; set; }

    /// <summary>No load before this.</summary>
    public TimeSpan RetryAt { get; set; } = TimeSpan.MinValue;

    public double PerSecond(TimeSpan now) => _demand.PerSecond(now);

    public void CountArrival(TimeSpan now, double weight) => _demand.Add(now, weight);

    public void CountService(TimeSpan share) =>
        Service = Service is { } before ? (before * 0.8) + (share * 0.2) : share;
}
