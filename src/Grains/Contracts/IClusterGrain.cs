namespace Tollama.Grains.Contracts;

/// <summary>The cluster seen as a whole. Key: <c>cluster</c>.</summary>
public interface IClusterGrain : IGrainWithStringKey
{
    /// <summary>Every process and what it holds, as the processes themselves say it now.</summary>
    [AlwaysInterleave]
    [ReadOnly]
    Task<IReadOnlyList<SiloReport>> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>The newest placements that any silo knows, newest last.</summary>
    /// <param name="model">Only of this model; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    [AlwaysInterleave]
    [ReadOnly]
    Task<IReadOnlyList<PlacementRecord>> PlacementsAsync(string? model, CancellationToken cancellationToken);

    /// <summary>Lets a silo take nothing new and moves what it holds.</summary>
    /// <exception cref="Core.Errors.TollamaException">NotFound: no silo of that name serves.</exception>
    [AlwaysInterleave]
    Task DrainAsync(string silo, CancellationToken cancellationToken);
}
