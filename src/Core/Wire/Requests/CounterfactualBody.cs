using Tollama.Core.Forecasting;

namespace Tollama.Core.Wire.Requests;

/// <summary>Body of <c>POST /api/counterfactual</c> (contract/http-api §18.9), valid.</summary>
public sealed record CounterfactualBody
{
    /// <summary>
    /// The request over the whole series; its horizon is the number of points from the intervention on.
    /// </summary>
    public required ForecastRequest Request { get; init; }

    /// <summary>Index of the first point after the intervention.</summary>
    public required int InterventionIndex { get; init; }

    /// <summary>Its name; null for none.</summary>
    public string? InterventionLabel { get; init; }

    /// <summary><c>keep_alive</c>, not yet parsed.</summary>
    public KeepAlive KeepAlive { get; init; }

    /// <summary><c>response_options</c>.</summary>
    public ResponseOptions ResponseOptions { get; init; } = ResponseOptions.Default;
}
