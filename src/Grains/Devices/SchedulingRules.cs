namespace Tollama.Grains.Devices;

/// <summary>The numbers of the device scheduler (docs/design/scheduling.md).</summary>
public sealed record SchedulingRules
{
    /// <summary>How long fetching a model's files may go without a byte.</summary>
    public TimeSpan FetchStall { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long fetching may take at least; longer where <see cref="FetchFloor"/> allows it.</summary>
    public TimeSpan FetchLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Bytes per second that fetching must reach on the whole.</summary>
    public long FetchFloor { get; init; } = 1 << 20;

    /// <summary>How long a model may wait for room.</summary>
    public TimeSpan WaitLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long memory may be set aside before its load begins.</summary>
    public TimeSpan ReserveLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a load may take at least; five times what earlier ones took where that is more.</summary>
    public TimeSpan LoadLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a loaded copy may take to compute for the first time.</summary>
    public TimeSpan WarmLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long forecasts may run on in a copy that somebody told to go; what takes longer goes elsewhere.
    /// </summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a copy may take to give its memory back.</summary>
    public TimeSpan UnloadLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often memory that did not come back is looked for; after three times the device is degraded.
    /// </summary>
    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After this many looks it is left to the driver to count as used what did not come back.</summary>
    public int ProbesInAll { get; init; } = 30;

    /// <summary>A copy without work for this long has served what it was loaded for.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest pause after loads that failed.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Share of time that the device may spend loading before background work evicts nobody any more.
    /// </summary>
    public double ChurnShare { get; init; } = 0.5;

    /// <summary>Most models with weights on a device; null for as many as its memory holds.</summary>
    public int? MostModels { get; init; }

    /// <summary>Most of a device that pinned copies may take.</summary>
    public double MostPinned { get; init; } = 0.8;

    /// <summary>Share above which the device is said to do little but load.</summary>
    public double ChurnAlarm { get; init; } = 0.8;

    /// <summary>How long it must be above that.</summary>
    public TimeSpan ThrashingAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long loading is remembered.</summary>
    public TimeSpan ChurnMemory { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long arrivals are remembered.</summary>
    public TimeSpan DemandMemory { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>What a forecast in bulk counts for demand, where one that somebody waits for counts 1.</summary>
    public double BatchWeight { get; init; } = 0.1;

    /// <summary>Share of a device that other programs must take within ten seconds to be reacted to.</summary>
    public double ForeignStep { get; init; } = 0.10;

    /// <summary>How long no further copies come to a device after that.</summary>
    public TimeSpan PressureHold { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Kept for the engine's own context on a GPU, bytes.</summary>
    public long GpuOverhead { get; init; } = 512L << 20;

    /// <summary>
    /// Most main memory that models and loads may use, bytes; null for all that the machine or container has.
    /// </summary>
    public long? HostMemoryLimit { get; init; }

    /// <summary>How often the driver is asked how full a device is.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How soon a load that found no room in main memory asks again.</summary>
    public TimeSpan StageAgain { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether copies go to the emptiest device instead of the one that they fill best.</summary>
    public bool Spread { get; init; }

    /// <summary>How much more than its weights a model is expected to take.</summary>
    public double EstimateFactor { get; init; } = 1.10;

    /// <summary>How much more a load gets after one that found no memory.</summary>
    public double LackFactor { get; init; } = 1.15;
}
