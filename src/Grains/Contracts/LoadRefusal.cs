namespace Tollama.Grains.Contracts;

/// <summary>Why a device does not take a model, or a copy does not take a forecast.</summary>
public enum LoadRefusal
{
    /// <summary>It does.</summary>
    None,

    /// <summary>The model is bigger than the device, however empty.</summary>
    TooLarge,

    /// <summary>No room came free in time.</summary>
    NoRoom,

    /// <summary>Loading it failed lately; the pause before the next try is not over.</summary>
    Failing,

    /// <summary>The copy is not loaded, or about to leave its device.</summary>
    NotServing,
}
