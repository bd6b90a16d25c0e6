using Tollama.Core.Errors;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Cluster;

/// <summary>The cluster as a whole, asked of its silos; and the newest placements, which are lost with this activation.</summary>
[KeepAlive]
internal sealed class ClusterGrain(ClusterSurvey survey) : Grain, IClusterGrain
{
    /// <summary>Key of the one grain of this type.</summary>
    public const string Key = "cluster";

    private const int MostPlacements = 256;

    private readonly Queue<PlacementRecord> _placements = new();

    public Task<IReadOnlyList<SiloReport>> DescribeAsync(CancellationToken cancellationToken) =>
        survey.TakeAsync(GrainFactory, cancellationToken);

    public Task<IReadOnlyList<PlacementRecord>> PlacementsAsync(string? model) =>
        Task.FromResult<IReadOnlyList<PlacementRecord>>(
            [.. _placements.Where(record => model is null || record.Request.Model == model)]);

    public Task RecordAsync(PlacementRecord record)
    {
        _placements.Enqueue(record);
        if (_placements.Count > MostPlacements)
        {
            _placements.Dequeue();
        }

        return Task.CompletedTask;
    }

    public async Task DrainAsync(string silo, CancellationToken cancellationToken)
    {
        var known = await survey.TakeAsync(GrainFactory, cancellationToken);
        if (!known.Any(report => report.Member.Name == silo && report is { IsAnswering: true, Member.State: MemberState.Active }))
        {
            string serving = string.Join(", ", known
                .Where(report => report.Member is { State: MemberState.Active, Role: not "gateway" })
                .Select(report => report.Member.Name));
            throw new TollamaException(
                ErrorCode.NotFound, $"No silo '{silo}' serves; those that do: {(serving.Length > 0 ? serving : "none")}.");
        }

        await GrainFactory.GetGrain<ISiloGrain>(silo).DrainAsync(cancellationToken);
    }
}
