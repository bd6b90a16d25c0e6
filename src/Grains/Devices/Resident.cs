using Tollama.Grains.Contracts;

namespace Tollama.Grains.Devices;

/// <summary>One generation of a model on a device, from reservation to release.</summary>
internal sealed class Resident(LoadWish request, long generation, long bytes, TimeSpan now)
{
    public LoadWish Request { get; } = request;

    public string Model => Request.Model;

    public long Generation { get; } = generation;

    public ReplicaState State { get; set; } = ReplicaState.Reserved;

    /// <summary>Bytes it is accounted with.</summary>
    public long Bytes { get; set; } = bytes;

    /// <summary>When the state ends by force; null while nothing presses.</summary>
    public TimeSpan? Deadline { get; set; }

    /// <summary>Whether its load was told to stop because it took too long.</summary>
    public bool IsOverdue { get; set; }

    public TimeSpan LoadBegan { get; set; } = now;

    /// <summary>Forecasts in it now.</summary>
    public int Leases { get; set; }

    /// <summary>Forecasts that waited for this load and have not ended.</summary>
    public int Backlog { get; set; }

    public TimeSpan LastUsed { get; set; } = now;

    /// <summary>When it leaves by itself; null for never.</summary>
    public TimeSpan? KeepUntil { get; set; }

    public bool IsPinned { get; set; }

    public bool HasSpareCopy { get; set; }

    /// <summary>Of its bytes, what engine calls take beyond the model.</summary>
    public long Workspace { get; set; }

    /// <summary>Bytes that its load has set aside in main memory.</summary>
    public long Staged { get; set; }

    /// <summary>Forecasts in it now, together.</summary>
    public RunShape Shape { get; set; } = RunShape.None;

    /// <summary>The largest they have been since it was idle.</summary>
    public RunShape Peak { get; set; } = RunShape.None;

    public int Probes { get; set; }

    /// <summary>Whether it still owes the work that it was loaded for.</summary>
    public bool IsGuarded(TimeSpan now, TimeSpan quiet) =>
        Backlog > 0 && (Leases > 0 || now - LastUsed < quiet);
}
