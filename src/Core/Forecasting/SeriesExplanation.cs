namespace Tollama.Core.Forecasting;

/// <summary>One forecast in words (contract/http-api §10).</summary>
public sealed record SeriesExplanation
{
    /// <summary>The series.</summary>
    public required string Id { get; init; }

    /// <summary><c>up</c>, <c>down</c> or <c>flat</c>.</summary>
    public required string TrendDirection { get; init; }

    /// <summary>How wide the interval is.</summary>
    public required string ConfidenceAssessment { get; init; }

    /// <summary>The forecast's mean against the history's.</summary>
    public required string HistoricalComparison { get; init; }

    /// <summary>What else stands out; the direction comes first.</summary>
    public required IReadOnlyList<string> NotablePatterns { get; init; }
}
