using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Intervals;

/// <summary>What forecasts from earlier origins, and what that costs.</summary>
/// <param name="Method">The method.</param>
/// <param name="IsCheap">Whether a forecast is one pass through its history: many origins are affordable.</param>
/// <param name="FreeCount">How many values were estimated from the whole history, p.</param>
internal readonly record struct CalibrationModel(IForecastMethod Method, bool IsCheap, int FreeCount);
