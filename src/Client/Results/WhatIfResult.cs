using Tollama.Core.Forecasting;

namespace Tollama.Client.Results;

/// <summary>The answer of a what-if (contract/http-api §16).</summary>
/// <param name="Model">The model.</param>
/// <param name="Horizon">Steps.</param>
/// <param name="Baseline">The forecast of the series as they are.</param>
/// <param name="Results">One per scenario, in the order of the request.</param>
public sealed record WhatIfResult(
    string Model, int Horizon, ForecastResponse Baseline, IReadOnlyList<PartResult> Results);
