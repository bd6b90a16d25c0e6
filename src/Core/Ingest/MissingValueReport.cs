using System.Text.Json.Nodes;

namespace Tollama.Core.Ingest;

/// <summary>What filling missing values did to one series (contract/http-api §18.4).</summary>
public sealed record MissingValueReport
{
    /// <summary>Name of the series.</summary>
    public required string Id { get; init; }

    /// <summary>Rows of the table.</summary>
    public required int OriginalRowCount { get; init; }

    /// <summary>Points on the regular grid.</summary>
    public required int RegularizedRowCount { get; init; }

    /// <summary>Rows without a target.</summary>
    public required int RawNullTargetCount { get; init; }

    /// <summary>Points of the grid that had no row.</summary>
    public required int MissingTimestampCount { get; init; }

    /// <summary>Points that were filled.</summary>
    public required int ImputedPointCount { get; init; }

    /// <summary>Longest run of points without a value.</summary>
    public required int MaxGap { get; init; }

    /// <summary>Share of the points without a value, 0 to 1.</summary>
    public required double MissingRatio { get; init; }

    /// <summary>Method that was asked for.</summary>
    public required string RequestedMethod { get; init; }

    /// <summary>
    /// Method that was used: <c>none</c>, <c>nearest</c>, <c>linear</c>, <c>seasonal</c> or <c>bspline</c>.
    /// </summary>
    public required string UsedMethod { get; init; }

    /// <summary>What the caller should know.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The warnings of a forecast that used the series; each names it.</summary>
    public IEnumerable<string> Warn()
    {
        if (ImputedPointCount > 0)
        {
            yield return $"series '{Id}': {ImputedPointCount} missing points were filled, method {UsedMethod}";
        }

        foreach (string warning in Warnings)
        {
            yield return $"series '{Id}': {warning}";
        }
    }

    /// <summary>The report as the contract spells it; <c>warnings</c> is null where there are none.</summary>
    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["original_row_count"] = OriginalRowCount,
        ["regularized_row_count"] = RegularizedRowCount,
        ["raw_null_target_count"] = RawNullTargetCount,
        ["missing_timestamp_count"] = MissingTimestampCount,
        ["imputed_point_count"] = ImputedPointCount,
        ["max_gap"] = MaxGap,
        ["missing_ratio"] = MissingRatio,
        ["requested_method"] = RequestedMethod,
        ["used_method"] = UsedMethod,
        ["warnings"] = Warnings.Count == 0 ? null : new JsonArray([.. Warnings.Select(warning => (JsonNode)warning)]),
    };
}
