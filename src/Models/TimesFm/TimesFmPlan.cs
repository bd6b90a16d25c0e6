namespace Tollama.Models.TimesFm;

/// <summary>How one request with covariates is to be forecast.</summary>
/// <param name="Mode"><c>xreg + timesfm</c> or <c>timesfm + xreg</c>; anything else is refused.</param>
/// <param name="Ridge">Penalty of the regression.</param>
/// <param name="Horizon">Steps to forecast.</param>
/// <param name="Settings">Run-time options of the decoder.</param>
internal sealed record TimesFmPlan(string Mode, double Ridge, int Horizon, TimesFmSettings Settings);
