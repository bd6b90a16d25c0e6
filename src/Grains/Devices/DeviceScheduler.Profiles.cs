using Tollama.Grains.Contracts;

namespace Tollama.Grains.Devices;

/// <summary>What was measured before this process began, and what is to be remembered after it.</summary>
internal sealed partial class DeviceScheduler
{
    /// <summary>Whether a version of a model was met before.</summary>
    public bool Knows(LoadWish wish) => _histories.GetValueOrDefault(wish.Model)?.Version == wish.Version;

    /// <summary>Takes up what was measured of a version earlier; what this device knows itself counts more.</summary>
    public void Recall(LoadWish wish, MeasuredProfile profile) => History(wish).Recall(profile);

    /// <summary>What was measured since the last call.</summary>
    public IReadOnlyList<MeasuredProfile> TakeLearnt() =>
        [.. _histories.Values.Select(history => history.TakeLearnt()).OfType<MeasuredProfile>()];
}
