using Microsoft.Extensions.Logging;
using Tollama.Core.Persistence;
using Tollama.Grains.Contracts;
using Tollama.Grains.Persistence;

namespace Tollama.Grains.Measuring;

/// <summary>Stores what devices have measured.</summary>
[KeepAlive]
internal sealed partial class MeasuredProfilesGrain : Grain, IMeasuredProfilesGrain
{
    /// <summary>Key of the one grain of this type.</summary>
    public const string Key = "profiles";

    private readonly NoteKeeper<ProfileNote> _keeper;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ProfileShelf _shelf = new();

    public MeasuredProfilesGrain(ISharedNotes notes, TimeProvider time, ILogger<MeasuredProfilesGrain> logger)
    {
        (_time, _logger) = (time, logger);
        _keeper = new NoteKeeper<ProfileNote>(
            notes, Key, Recall, () => new ProfileNote { Profiles = [.. _shelf.All] }, time, logger);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(_ => _keeper.FlushAsync(), NoteKeeper<ProfileNote>.Rhythm);
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<MeasuredProfile>> FindAsync(string version)
    {
        await _keeper.EnsureReadAsync();
        return _shelf.Of(version);
    }

    public Task KeepAsync(MeasuredProfile profile)
    {
        _shelf.Keep(profile with { At = _time.GetUtcNow() });
        _keeper.Changed();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _keeper.FlushAsync();

    private void Recall(ProfileNote stored)
    {
        int ignored = _shelf.Recall(stored.Profiles ?? [], _time.GetUtcNow());
        if (ignored > 0)
        {
            LogIgnored(ignored);
        }
    }

    [LoggerMessage(
        EventId = 5060,
        Level = LogLevel.Warning,
        Message = "{Count} stored profiles of models are damaged or old and are not used")]
    private partial void LogIgnored(int count);
}
