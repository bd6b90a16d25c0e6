namespace Tollama.Core.Wire.Requests;

/// <summary>How missing values of a table are filled (contract/http-api §18.4).</summary>
public sealed record MissingValueOptions
{
    /// <summary>Whether anything is filled at all.</summary>
    public bool IsEnabled { get; init; }

    /// <summary><c>auto</c>, <c>bspline</c>, <c>linear</c> or <c>seasonal</c>.</summary>
    public string Method { get; init; } = "auto";

    /// <summary>Largest share of missing points, 0 to 1.</summary>
    public double MaximumMissingRatio { get; init; } = 0.30;

    /// <summary>Longest run of missing points; null for any.</summary>
    public int? MaximumGap { get; init; } = 24;

    /// <summary><c>nearest</c> or <c>reject</c>, for missing points at the ends.</summary>
    public string EdgeStrategy { get; init; } = "nearest";

    /// <summary>Season length in steps; null to find it.</summary>
    public int? SeasonalPeriod { get; init; }
}
