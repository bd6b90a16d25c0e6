using Microsoft.Extensions.Logging;
using Tollama.Core.Persistence;
using Tollama.Grains.Cluster;
using Tollama.Grains.Contracts;
using Tollama.Grains.Persistence;

namespace Tollama.Grains.Placement;

/// <summary>
/// Stores the newest placements. When its silo is lost before it has stored the last ones, the next activation gets
/// them from the silos, each of which remembers them too.
/// </summary>
[KeepAlive]
internal sealed class PlacementLogGrain : Grain, IPlacementLogGrain
{
    /// <summary>Key of the one grain of this type.</summary>
    public const string Key = "log";

    /// <summary>Stored whole at each change, so it is kept smaller than what silos keep in memory.</summary>
    private const int MostStored = 8_000;

    private readonly NoteKeeper<PlacementHistory> _keeper;
    private readonly ClusterSurvey _survey;
    private readonly PlacementLog _log = new(MostStored);

    public PlacementLogGrain(
        ISharedNotes notes, ClusterSurvey survey, TimeProvider time, ILogger<PlacementLogGrain> logger)
    {
        _survey = survey;
        _keeper = new NoteKeeper<PlacementHistory>(
            notes,
            "placements",
            stored => _log.Merge(stored.Records),
            () => new PlacementHistory { Records = [.. _log.Records] },
            time,
            logger);
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(_ => _keeper.FlushAsync(), NoteKeeper<PlacementHistory>.Rhythm);
        _log.Merge(await _survey.RecallFromSilosAsync(GrainFactory, model: null, cancellationToken));
        if (_log.Records.Count > 0)
        {
            _keeper.Changed();
        }
    }

    public Task RememberAsync(PlacementRecord record)
    {
        _log.Merge([record]); // a silo may have told it already
        _keeper.Changed();
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<PlacementRecord>> PlacementsAsync(string? model)
    {
        await _keeper.EnsureReadAsync();
        return _log.Of(model);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _keeper.FlushAsync();
}
