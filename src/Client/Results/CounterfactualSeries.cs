using Tollama.Core.Forecasting;

namespace Tollama.Client.Results;

/// <summary>One series of a counterfactual: what came, beside what would have come.</summary>
public sealed record CounterfactualSeries
{
    /// <summary>Id of the series.</summary>
    public required string Id { get; init; }

    /// <summary>What came.</summary>
    public required NumberColumn Actual { get; init; }

    /// <summary>What would have come.</summary>
    public required NumberColumn Counterfactual { get; init; }

    /// <summary>The first less the second, point by point.</summary>
    public required NumberColumn Delta { get; init; }

    /// <summary>Mean size of the differences.</summary>
    public required double MeanAbsoluteDelta { get; init; }

    /// <summary>Sum of the differences.</summary>
    public required double TotalDelta { get; init; }

    /// <summary>Mean difference in per cent of what came; null where that is not defined.</summary>
    public double? AverageDeltaPercent { get; init; }

    /// <summary><c>above_counterfactual</c>, <c>below_counterfactual</c> or <c>neutral</c>.</summary>
    public required string Direction { get; init; }
}
