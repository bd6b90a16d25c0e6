namespace Tollama.Grains.Routing;

/// <summary>How forecasts are spread over the copies of a model (docs/design/scheduling.md, "Copies").</summary>
public sealed record RoutingRules
{
    /// <summary>How much less the copy counts that answered the same caller just now.</summary>
    public double AffinityBonus { get; init; } = 0.20;

    /// <summary>How long after a caller's last forecast it does.</summary>
    public TimeSpan AffinityFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A copy is slow whose engine calls take more than so many times those of the others.</summary>
    public double SlowFactor { get; init; } = 3;

    /// <summary>
    /// How long it must be slow until it gets less; its engine calls of the last third of that are looked at.
    /// </summary>
    public TimeSpan SlowFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What a slow copy counts for beside others.</summary>
    public double SlowWeight { get; init; } = 0.1;

    /// <summary>How often a slow copy gets a forecast to show that it is not any more.</summary>
    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether a forecast that takes long is computed by a second copy too; the first answer counts.</summary>
    public bool Hedges { get; init; }

    /// <summary>Most of that extra work, as a share of all forecasts.</summary>
    public double HedgeShare { get; init; } = 0.05;
}
