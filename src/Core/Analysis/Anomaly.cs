namespace Tollama.Core.Analysis;

/// <summary>One value that lies outside the quartiles' fence (contract/http-api §13).</summary>
public sealed record Anomaly
{
    /// <summary>Its index in the series as it was sent.</summary>
    public required int Index { get; init; }

    /// <summary><c>spike</c>, <c>dip</c>, <c>shift</c> or <c>trend_break</c>.</summary>
    public required string Type { get; init; }

    /// <summary><c>low</c>, <c>medium</c> or <c>high</c>, by its distance beyond the fence.</summary>
    public required string Severity { get; init; }

    /// <summary>The value.</summary>
    public required double Value { get; init; }

    /// <summary>First index of its surroundings.</summary>
    public required int RangeStart { get; init; }

    /// <summary>Last index of its surroundings.</summary>
    public required int RangeEnd { get; init; }

    /// <summary>What to do about it.</summary>
    public required string SuggestedHandling { get; init; }
}
