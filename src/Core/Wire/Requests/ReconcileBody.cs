namespace Tollama.Core.Wire.Requests;

/// <summary>Body of <c>POST /api/reconcile</c> (contract/http-api §18.10), valid.</summary>
public sealed record ReconcileBody
{
    /// <summary>The forecast to reconcile.</summary>
    public required ForecastDocument Forecast { get; init; }

    /// <summary>Parent → direct children.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Tree { get; init; }

    /// <summary>The method, not checked yet.</summary>
    public string Method { get; init; } = "bottom_up";

    /// <summary>Share of each leaf; null to estimate them.</summary>
    public IReadOnlyDictionary<string, double>? Proportions { get; init; }

    /// <summary>Whether it is only checked that forecasts add up.</summary>
    public bool IsCheckOnly { get; init; }
}
