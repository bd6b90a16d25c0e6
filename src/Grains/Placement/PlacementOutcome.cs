namespace Tollama.Grains.Placement;

/// <summary>How a placement ended.</summary>
public enum PlacementOutcome
{
    /// <summary>A device was found.</summary>
    Assigned,

    /// <summary>No device has room now; one may have later.</summary>
    NoRoom,

    /// <summary>No device could ever hold the model.</summary>
    TooLarge,

    /// <summary>None of the devices that its pin allows takes it; no other is chosen instead.</summary>
    PinnedUnavailable,

    /// <summary>There is no device that takes models.</summary>
    NoDevice,

    /// <summary>A device was found; the model waits there until copies that are in use may go.</summary>
    Waits,
}
