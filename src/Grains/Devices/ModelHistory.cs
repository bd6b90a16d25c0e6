using Tollama.Grains.Contracts;
using Tollama.Grains.Measuring;

namespace Tollama.Grains.Devices;

/// <summary>What a device has learnt about one version of a model.</summary>
/// <param name="version">The version.</param>
/// <param name="memory">How long arrivals are remembered.</param>
internal sealed class ModelHistory(string version, TimeSpan memory)
{
    /// <summary>A change of the service time that is worth remembering.</summary>
    private const double Notable = 1.25;

    private readonly Queue<MeasuredCall> _calls = new();
    private DemandRate _demand = new(memory);
    private TimeSpan? _keptService;
    private bool _isChanged;

    public string Version { get; } = version;

    /// <summary>Generations so far.</summary>
    public long Generation { get; set; }

    /// <summary>Most that it ever took, bytes; null before its first load.</summary>
    public long? MeasuredBytes { get; private set; }

    /// <summary>
    /// Least that the next load needs, bytes: loads with less found no memory. Zero once a load ended well, which
    /// measures it.
    /// </summary>
    public long LackedBytes { get; private set; }

    /// <summary>What its engine calls take beyond it.</summary>
    public WorkspaceCurve Workspace { get; } = new();

    /// <summary>What a forecast takes of the engine's time, as of late; null before the first.</summary>
    public TimeSpan? Service { get; private set; }

    /// <summary>How long its last load took.</summary>
    public TimeSpan? LoadTime { get; private set; }

    /// <summary>Loads that failed since the last that did not.</summary>
    public int Failures { get; set; }

    /// <summary>No load before this.</summary>
    public TimeSpan RetryAt { get; set; } = TimeSpan.MinValue;

    public double PerSecond(TimeSpan now) => _demand.PerSecond(now);

    public void CountArrival(TimeSpan now, double weight) => _demand.Add(now, weight);

    /// <summary>A load ended well.</summary>
    public void CountLoad(long bytes, TimeSpan took)
    {
        MeasuredBytes = Math.Max(MeasuredBytes ?? 0, bytes);
        LackedBytes = 0;
        LoadTime = took;
        Failures = 0;
        _isChanged = true;
    }

    /// <summary>A load found no memory; the next one needs this much at least.</summary>
    public void CountLack(long bytes) => LackedBytes = Math.Max(LackedBytes, bytes);

    /// <summary>An engine call was seen to take so much beyond the model.</summary>
    public void CountCall(RunShape shape, long bytes)
    {
        Remember(new MeasuredCall(shape, bytes));
        _isChanged = true;
    }

    public void CountService(TimeSpan share)
    {
        var service = Service is { } before ? (before * 0.8) + (share * 0.2) : share;
        Service = service;
        _isChanged |= _keptService is not { } kept || service > kept * Notable || service * Notable < kept;
    }

    /// <summary>Takes up what was measured earlier, as far as nothing is known yet.</summary>
    public void Recall(MeasuredProfile profile)
    {
        MeasuredBytes ??= profile.Bytes;
        LoadTime ??= profile.LoadTime;
        Service ??= profile.Service;
        _keptService ??= profile.Service;
        if (_calls.Count == 0)
        {
            foreach (var call in profile.Calls)
            {
                Remember(call);
            }
        }
    }

    /// <summary>
    /// What is known, if that is more than at the last call; null before a load of weights ended. Who keeps it says of
    /// which class of device it is.
    /// </summary>
    public MeasuredProfile? TakeLearnt()
    {
        if (!_isChanged || MeasuredBytes is not > 0 || LoadTime is not { } took || took <= TimeSpan.Zero)
        {
            return null;
        }

        _isChanged = false;
        _keptService = Service;
        return new MeasuredProfile
        {
            Version = Version,
            DeviceClass = string.Empty,
            Bytes = MeasuredBytes.Value,
            LoadTime = took,
            Service = Service,
            Calls = [.. _calls],
        };
    }

    private void Remember(MeasuredCall call)
    {
        Workspace.Observe(call.Shape, call.Bytes);
        _calls.Enqueue(call);
        if (_calls.Count > ProfileShelf.MostCalls)
        {
            _calls.Dequeue();
        }
    }
}
