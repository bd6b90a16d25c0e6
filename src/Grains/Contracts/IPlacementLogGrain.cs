namespace Tollama.Grains.Contracts;

/// <summary>The newest placements, for when every silo has been stopped. Key: <c>log</c>.</summary>
public interface IPlacementLogGrain : IGrainWithStringKey
{
    /// <summary>Keeps a placement; it is stored soon.</summary>
    [AlwaysInterleave]
    Task RememberAsync(PlacementRecord record);

    /// <summary>The newest placements, also of silos and processes that are gone, oldest first.</summary>
    /// <param name="model">Only of this model; null for all.</param>
    [AlwaysInterleave]
    [ReadOnly]
    Task<IReadOnlyList<PlacementRecord>> PlacementsAsync(string? model);
}
