using Tollama.Core.Errors;
using Tollama.Grains.Contracts;

namespace Tollama.Grains.Cluster;

/// <summary>The cluster as a whole, asked of its silos: it remembers nothing, so it forgets nothing.</summary>
[KeepAlive]
internal sealed class ClusterGrain(ClusterSurvey survey) : Grain, IClusterGrain
{
    /// <summary>Key of the one grain of this type.</summary>
    public const string Key = "cluster";

    public Task<IReadOnlyList<SiloReport>> DescribeAsync(CancellationToken cancellationToken) =>
        survey.TakeAsync(GrainFactory, cancellationToken);

    public Task<IReadOnlyList<PlacementRecord>> PlacementsAsync(string? model, CancellationToken cancellationToken) =>
        survey.RecallAsync(GrainFactory, model, cancellationToken);

    public async Task DrainAsync(string silo, CancellationToken cancellationToken)
    {
        var known = await survey.TakeAsync(GrainFactory, cancellationToken);
        if (
            !known.Any(report =>
                report.Member.Name == silo && report is { IsAnswering: true, Member.State: MemberState.Active }))
        {
            string serving = string.Join(", ", known
                .Where(report => report.Member is { State: MemberState.Active, Role: not "gateway" })
                .Select(report => report.Member.Name));
            throw new TollamaException(
                ErrorCode.NotFound,
                $"No silo '{silo}' serves; those that do: {(serving.Length > 0 ? serving : "none")}.");
        }

        await GrainFactory.GetGrain<ISiloGrain>(silo).DrainAsync(cancellationToken);
    }
}
