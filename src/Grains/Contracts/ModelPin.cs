namespace Tollama.Grains.Contracts;

/// <summary>
/// What was said about where a model may be, and whether it stays (docs/design/scheduling.md, "Pins"). Devices are
/// named as <c>[silo/]device</c>: <c>one/cuda:0</c>, <c>cuda</c>, <c>one/*</c>.
/// </summary>
public sealed record ModelPin
{
    /// <summary>How binding <see cref="Devices"/> are.</summary>
    public PinMode Mode { get; init; }

    /// <summary>Devices that are meant, any of them; empty for <see cref="PinMode.Auto"/>.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>Devices that the model never goes to.</summary>
    public IReadOnlyList<string> Avoid { get; init; } = [];

    /// <summary>
    /// Whether one copy stays loaded: it does not expire, makes room for nobody, and comes back after a restart.
    /// </summary>
    public bool Keep { get; init; } = true;
}
