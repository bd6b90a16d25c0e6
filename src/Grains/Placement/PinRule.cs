using Tollama.Grains.Contracts;

namespace Tollama.Grains.Placement;

/// <summary>What a pin says of a device (<c>silo/device</c>); without a pin everything is allowed.</summary>
internal static class PinRule
{
    /// <summary>What a preferred device may take longer: its estimate is cut by this.</summary>
    public const double Bonus = 0.20;

    /// <summary>Why the model may not be there; null where it may.</summary>
    public static string? Refusal(ModelPin? pin, string device)
    {
        if (pin is null)
        {
            return null;
        }

        if (Names(pin.Avoid, device))
        {
            return "avoided";
        }

        return pin.Mode == PinMode.Pin && !Names(pin.Devices, device) ? "pinned_elsewhere" : null;
    }

    /// <summary>Whether the model should rather be there.</summary>
    public static bool Prefers(ModelPin? pin, string device) =>
        pin is { Mode: PinMode.Prefer } && Names(pin.Devices, device);

    private static bool Names(IReadOnlyList<string> selectors, string device)
    {
        foreach (string selector in selectors)
        {
            if (DeviceSelector.Matches(selector, device))
            {
                return true;
            }
        }

        return false;
    }
}
