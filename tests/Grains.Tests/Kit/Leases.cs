using Tollama.Grains.Contracts;

namespace Tollama.Grains.Tests.Kit;

/// <summary>Forecasts that want to begin.</summary>
internal static class Leases
{
    public static ForecastLease Of(
        bool hasSpareCopy = false, int series = 1, int context = 64, int horizon = 8, int samples = 1,
        WorkClass workClass = WorkClass.Interactive) =>
        new(new RunShape(series, context, horizon, samples), workClass, hasSpareCopy);
}
