namespace Tollama.Client.Results;

/// <summary>A node of a scenario tree.</summary>
public sealed record ScenarioNode
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the node that it branches from; null for a root.</summary>
    public string? ParentId { get; init; }

    /// <summary>Id of the series.</summary>
    public required string SeriesId { get; init; }

    /// <summary>Level; 0 for a root.</summary>
    public required int Depth { get; init; }

    /// <summary>Step of the forecast; 0 for a root.</summary>
    public required int Step { get; init; }

    /// <summary>Name of the branch; <c>root</c> for a root.</summary>
    public required string Branch { get; init; }

    /// <summary>Level of the branch; null for a root.</summary>
    public double? Quantile { get; init; }

    /// <summary>The value there.</summary>
    public required double Value { get; init; }

    /// <summary>Probability of the way to it, 0 to 1.</summary>
    public required double Probability { get; init; }
}
