using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire.Requests;

/// <summary>Body of <c>POST /api/auto-forecast</c> (contract/http-api §14).</summary>
public sealed record AutoForecastBody
{
    /// <summary>Model the caller prefers; null to choose one.</summary>
    public string? Model { get; init; }

    /// <summary>Whether another model may serve when the preferred one cannot.</summary>
    public bool AllowFallback { get; init; }

    /// <summary><c>auto</c>, <c>fastest</c>, <c>best_accuracy</c> or <c>ensemble</c>.</summary>
    public string Strategy { get; init; } = "auto";

    /// <summary><c>default</c>, <c>fast_path</c> or <c>high_accuracy</c>.</summary>
    public string Mode { get; init; } = "default";

    /// <summary>Members of an ensemble, 2 to 8.</summary>
    public int EnsembleTopK { get; init; } = 3;

    /// <summary><c>mean</c>, <c>median</c>, <c>trimmed_mean</c> or <c>winsorized_mean</c>.</summary>
    public string EnsembleMethod { get; init; } = "mean";

    /// <summary>The request, its model still to be chosen (an empty name).</summary>
    public required ForecastRequest Request { get; init; }

    /// <summary><c>keep_alive</c>, not yet parsed.</summary>
    public KeepAlive KeepAlive { get; init; }

    /// <summary><c>response_options</c>.</summary>
    public ResponseOptions ResponseOptions { get; init; } = ResponseOptions.Default;
}
