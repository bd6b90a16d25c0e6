using Tollama.Grains.Contracts;

namespace Tollama.Grains.Measuring;

/// <summary>Measured profiles as they are stored.</summary>
internal sealed record ProfileNote
{
    /// <summary>The profiles, in no order.</summary>
    public IReadOnlyList<MeasuredProfile> Profiles { get; init; } = [];
}
