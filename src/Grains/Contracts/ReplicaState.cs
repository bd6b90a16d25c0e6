namespace Tollama.Grains.Contracts;

/// <summary>Where a generation of a copy is in its life; it never goes back.</summary>
public enum ReplicaState
{
    /// <summary>Its files are not on this machine yet and are being fetched. Holds nothing of the device.</summary>
    Fetching,

    /// <summary>Wants in; its device has no room yet. Holds nothing.</summary>
    Waiting,

    /// <summary>Its memory is set aside; no byte has moved.</summary>
    Reserved,

    /// <summary>Its weights are being loaded.</summary>
    Loading,

    /// <summary>Loaded; computes something small, so that the first forecast finds everything in place.</summary>
    Warming,

    /// <summary>Serves.</summary>
    Ready,

    /// <summary>Ends the forecasts that it has begun, takes no new ones.</summary>
    Draining,

    /// <summary>Gives its memory back.</summary>
    Unloading,

    /// <summary>Gone, but its memory has not been seen to come back: counted as used.</summary>
    Quarantined,
}
