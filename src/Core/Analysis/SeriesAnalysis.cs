namespace Tollama.Core.Analysis;

/// <summary>Diagnostics of one series (contract/http-api §13).</summary>
public sealed record SeriesAnalysis
{
    /// <summary>The series.</summary>
    public required string Id { get; init; }

    /// <summary>Offset alias, <c>irregular</c> or <c>unknown</c>.</summary>
    public required string DetectedFrequency { get; init; }

    /// <summary>Season lengths, ascending.</summary>
    public required IReadOnlyList<int> SeasonalityPeriods { get; init; }

    /// <summary>The line through the series.</summary>
    public required LinearTrend Trend { get; init; }

    /// <summary>Values outside the fence, by index.</summary>
    public required IReadOnlyList<Anomaly> Anomalies { get; init; }

    /// <summary>Whether level and spread stay; null for short series.</summary>
    public required bool? IsStationary { get; init; }

    /// <summary>0 to 1, six decimals.</summary>
    public required double DataQualityScore { get; init; }

    /// <summary>What the stages had to say, each once.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
