using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Intervals;

/// <summary>What forecasts from earlier origins.</summary>
/// <param name="Method">The method; from many origins where it is cheap.</param>
/// <param name="FreeCount">How many values were estimated from the whole history, p.</param>
internal readonly record struct CalibrationModel(IForecastMethod Method, int FreeCount);
