using System.Text.Json;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Intervals;

/// <summary><c>options.intervals</c>.</summary>
/// <param name="Method">Where intervals come from.</param>
/// <param name="Windows">Held-out windows of the conformal methods, at least 2.</param>
internal readonly record struct IntervalOptions(IntervalMethod Method, int Windows)
{
    private const int DefaultWindows = 10;

    private static readonly string[] Names = ["native", "conformal-distribution", "conformal-error", "calibrated"];

    /// <summary>What holds where nothing is said.</summary>
    public static readonly IntervalOptions Native = new(IntervalMethod.Native, DefaultWindows);

    /// <summary>Whether they are the method's own, of its theory.</summary>
    public bool AreOf(IForecastMethod method) => Method == IntervalMethod.Native && method.HasIntervals;

    /// <summary>Reads the option.</summary>
    /// <exception cref="TollamaException">BadRequest: unknown method, or too few windows.</exception>
    public static IntervalOptions Read(ForecastOptions options)
    {
        if (!options.TryGet("intervals", out var root))
        {
            return Native;
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new TollamaException(
                ErrorCode.BadRequest,
                $"Option 'intervals' is {root.GetRawText()}; it must be an object {{method, windows}}.");
        }

        var nested = new ForecastOptions(root);
        var method = nested.GetChoice("method", Names) switch
        {
            "conformal-distribution" => IntervalMethod.ConformalDistribution,
            "conformal-error" => IntervalMethod.ConformalError,
            "calibrated" => IntervalMethod.Calibrated,
            _ => IntervalMethod.Native,
        };
        return new IntervalOptions(method, nested.GetInt32("windows", 2) ?? DefaultWindows);
    }
}
