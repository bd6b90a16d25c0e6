using Tollama.Grains.Contracts;

namespace Tollama.Grains.Measuring;

/// <summary>
/// The newest profiles, one for each version of a model and class of device. What is stored may be damaged or of
/// another time: what can't be true, or is old, is left out.
/// </summary>
internal sealed class ProfileShelf
{
    /// <summary>Most profiles; the longest unmeasured make room.</summary>
    public const int MostProfiles = 512;

    /// <summary>Most calls that one profile repeats.</summary>
    public const int MostCalls = 32;

    /// <summary>How long a profile counts that was not measured again.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);

    private readonly Dictionary<(string Version, string DeviceClass), MeasuredProfile> _profiles = [];

    /// <summary>All profiles.</summary>
    public IReadOnlyCollection<MeasuredProfile> All => _profiles.Values;

    /// <summary>The profiles of a version.</summary>
    public IReadOnlyList<MeasuredProfile> Of(string version) =>
        [.. _profiles.Values.Where(profile => profile.Version == version)];

    /// <summary>Keeps a profile in the place of an earlier one.</summary>
    public void Keep(MeasuredProfile profile)
    {
        _profiles[(profile.Version, profile.DeviceClass)] = profile;
        if (_profiles.Count > MostProfiles)
        {
            var oldest = _profiles.Values.MinBy(known => known.At)!;
            _profiles.Remove((oldest.Version, oldest.DeviceClass));
        }
    }

    /// <summary>Takes up what was stored, where nothing newer is known.</summary>
    /// <param name="stored">The profiles.</param>
    /// <param name="now">The time.</param>
    /// <returns>The profiles that were left out.</returns>
    public int Recall(IReadOnlyList<MeasuredProfile> stored, DateTimeOffset now)
    {
        int ignored = 0;
        foreach (var profile in stored)
        {
            if (!IsSound(profile) || now - profile.At > Lifetime)
            {
                ignored++;
            }
            else if (!_profiles.ContainsKey((profile.Version, profile.DeviceClass)))
            {
                Keep(profile);
            }
        }

        return ignored;
    }

    private static bool IsSound(MeasuredProfile? profile) =>
        profile is { Version: not null, DeviceClass: not null, Bytes: > 0, Calls: { Count: <= MostCalls } calls }
        && profile.LoadTime > TimeSpan.Zero
        && profile.Service is not { Ticks: < 0 }
        && calls.All(call => call is { Bytes: >= 0, Shape: { } shape } && IsSound(shape));

    private static bool IsSound(RunShape shape) =>
        shape is { Series: >= 0, Context: >= 0, Horizon: >= 0, Samples: >= 0 };
}
