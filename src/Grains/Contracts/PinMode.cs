namespace Tollama.Grains.Contracts;

/// <summary>How binding the devices are that a pin names.</summary>
public enum PinMode
{
    /// <summary>It names none: the model goes where it answers first.</summary>
    Auto,

    /// <summary>They are preferred: an answer there may take a fifth longer than elsewhere.</summary>
    Prefer,

    /// <summary>The model goes there and nowhere else.</summary>
    Pin,
}
