namespace Tollama.Grains.Contracts;

/// <summary>What a copy's forecasts take, as measured of late: seconds.</summary>
/// <param name="Calls">Calls of the engine that were measured.</param>
/// <param name="Call">Of a call, whatever is in it.</param>
/// <param name="Series">Of each series in it.</param>
/// <param name="Observation">Of each observation.</param>
/// <param name="Step">Of each step to forecast.</param>
/// <param name="Draw">Of each sample of a step.</param>
public sealed record PaceReport(
    long Calls, double Call, double Series, double Observation, double Step, double Draw);
