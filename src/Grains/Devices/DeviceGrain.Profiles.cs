using Microsoft.Extensions.Logging;
using Tollama.Core.Errors;
using Tollama.Grains.Contracts;
using Tollama.Grains.Measuring;

namespace Tollama.Grains.Devices;

/// <summary>
/// What was measured before this process began is asked for once per version of a model; what it measures is passed on.
/// </summary>
internal sealed partial class DeviceGrain
{
    private static readonly TimeSpan KeepEvery = TimeSpan.FromSeconds(1);

    /// <summary>How long a load waits to be told what is known of its model.</summary>
    private static readonly TimeSpan ProfilePatience = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, MeasuredProfile> _unkept = new(StringComparer.Ordinal);
    private Task<string>? _class;

    private IMeasuredProfilesGrain Profiles =>
        GrainFactory.GetGrain<IMeasuredProfilesGrain>(MeasuredProfilesGrain.Key);

    /// <summary>The engine is loaded for it, which takes a while.</summary>
    private Task<string> ClassAsync() => _class ??= Task.Run(() => inventory.ClassOf(_info));

    private async Task RecallAsync(LoadWish wish)
    {
        if (wish.EstimatedBytes == 0 || _scheduler.Knows(wish))
        {
            return;
        }

        try
        {
            using var limit = new CancellationTokenSource(ProfilePatience, time);
            var known = await Profiles.FindAsync(wish.Version).WaitAsync(limit.Token);
            string own = known.Count > 0 ? await ClassAsync() : string.Empty;
            if (known.FirstOrDefault(profile => profile.DeviceClass == own) is { } profile)
            {
                _scheduler.Recall(wish, profile);
            }
        }
        catch (Exception fault) when (fault is TollamaException or OperationCanceledException)
        {
            string device = this.GetPrimaryKeyString();
            LogNotRecalled(device, wish.Model, fault.Message);
        }
    }

    private async Task KeepLearntAsync()
    {
        foreach (var profile in _scheduler.TakeLearnt())
        {
            _unkept[profile.Version] = profile;
        }

        foreach (var profile in _unkept.Values.ToArray())
        {
            try
            {
                await Profiles.KeepAsync(profile with { DeviceClass = await ClassAsync() });
            }
            catch (TollamaException away)
            {
                string device = this.GetPrimaryKeyString();
                LogNotKept(device, away.Message);
                return; // the next time
            }

            if (_unkept.GetValueOrDefault(profile.Version) == profile)
            {
                _unkept.Remove(profile.Version);
            }
        }
    }

    [LoggerMessage(
        EventId = 5013,
        Level = LogLevel.Information,
        Message = "{Device}: what was measured of {Model} earlier is not known now: {Reason}")]
    private partial void LogNotRecalled(string device, string model, string reason);

    [LoggerMessage(
        EventId = 5014,
        Level = LogLevel.Debug,
        Message = "{Device}: what it measured could not be kept yet: {Reason}")]
    private partial void LogNotKept(string device, string reason);
}
