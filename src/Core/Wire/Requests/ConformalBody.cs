namespace Tollama.Core.Wire.Requests;

/// <summary>Body of <c>POST /api/conformal</c> (contract/http-api §18.10), valid.</summary>
public sealed record ConformalBody
{
    /// <summary>The forecast that gets intervals.</summary>
    public required ForecastDocument Forecast { get; init; }

    /// <summary>Past outcomes, row by row.</summary>
    public required ReadOnlyMemory<double> Actuals { get; init; }

    /// <summary>What was predicted for each.</summary>
    public required ReadOnlyMemory<double> Predictions { get; init; }

    /// <summary>Steps of a row; 1 for a plain list.</summary>
    public required int Horizon { get; init; }

    /// <summary>Share of outcomes that intervals should hold, within (0, 1).</summary>
    public double Coverage { get; init; } = 0.9;

    /// <summary>Whether errors count relative to the prediction.</summary>
    public bool IsAdaptive { get; init; }
}
