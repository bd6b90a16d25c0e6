using Tollama.Grains.Contracts;

namespace Tollama.Grains.Placement;

/// <summary>The pins as they are stored.</summary>
internal sealed record PinBook
{
    /// <summary>Pins by model.</summary>
    public IReadOnlyDictionary<string, ModelPin> Models { get; init; } = new Dictionary<string, ModelPin>();
}
