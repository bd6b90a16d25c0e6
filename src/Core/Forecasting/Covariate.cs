namespace Tollama.Core.Forecasting;

/// <summary>One covariate of one series over one stretch of time (history or horizon).</summary>
public sealed record Covariate
{
    /// <summary>Name, unique in its map.</summary>
    public required string Name { get; init; }

    /// <summary>Values of a numeric covariate; null when it is categorical.</summary>
    public NumberColumn? Numbers { get; init; }

    /// <summary>Values of a categorical covariate; null when it is numeric.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>Whether the values are numbers.</summary>
    public bool IsNumeric => Numbers is not null;

    /// <summary>Number of values.</summary>
    public int Count => Numbers?.Count ?? Categories!.Count; // exactly one of the two is set
}
