namespace Tollama.Core.Forecasting;

/// <summary>Names of accuracy metrics (contract/http-api §9).</summary>
public static class MetricNames
{
    /// <summary>Every name, in the contract's order.</summary>
    public static readonly IReadOnlyList<string> All =
        ["mape", "mase", "mae", "rmse", "smape", "wape", "rmsse", "pinball"];
}
