namespace Tollama.Grains.Contracts;

/// <summary>A silo as the others see it. Key: its name; it is activated there and nowhere else.</summary>
public interface ISiloGrain : IGrainWithStringKey
{
    /// <summary>Its devices as they are now.</summary>
    [AlwaysInterleave]
    Task<IReadOnlyList<DeviceReport>> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a placement, as every other silo does, so that it outlives whoever decided it.</summary>
    [AlwaysInterleave]
    Task RememberAsync(PlacementRecord record);

    /// <summary>The newest placements that it knows, newest last.</summary>
    /// <param name="model">Only of this model; null for all.</param>
    [AlwaysInterleave]
    [ReadOnly]
    Task<IReadOnlyList<PlacementRecord>> PlacementsAsync(string? model);

    /// <summary>Takes nothing new from now on: its models move to other silos, then it ends what is left.</summary>
    [AlwaysInterleave]
    Task DrainAsync(CancellationToken cancellationToken);
}
