namespace Tollama.Core.Analysis;

/// <summary><c>parameters</c> of an analysis (contract/http-api §13).</summary>
public sealed record AnalyzeParameters
{
    /// <summary>All defaults.</summary>
    public static readonly AnalyzeParameters Default = new();

    /// <summary>Points that are looked at; longer series are thinned. At least 1.</summary>
    public int MaxPoints { get; init; } = 5000;

    /// <summary>Longest lag of the season search, at least 1.</summary>
    public int MaxLag { get; init; } = 365;

    /// <summary>Season lengths reported, at least 1.</summary>
    public int TopKSeasonality { get; init; } = 3;

    /// <summary>Interquartile ranges beyond the quartiles at which a value is an anomaly, above 0.</summary>
    public double AnomalyIqrK { get; init; } = 1.5;
}
