using System.Text.Json;
using Tollama.Core.Errors;
using Tollama.Core.Forecasting;
using Tollama.Models.Baseline.Methods;

namespace Tollama.Models.Baseline.Intervals;

/// <summary><c>options.intervals</c>.</summary>
/// <param name="NamedMethod">Where intervals shall come from; null where nothing is said.</param>
/// <param name="NamedWindows">Held-out windows that were asked for, at least 2; null where nothing is said.</param>
internal readonly record struct IntervalOptions(IntervalMethod? NamedMethod, int? NamedWindows)
{
    private const int DefaultWindows = 10;

    private static readonly string[] Names = ["native", "conformal-distribution", "conformal-error", "calibrated"];

    /// <summary>What holds where nothing is said.</summary>
    public static readonly IntervalOptions Native = new(null, null);

    /// <summary>Where intervals come from.</summary>
    public IntervalMethod Method => NamedMethod ?? IntervalMethod.Native;

    /// <summary>Held-out windows, or the most of them where their number was left open.</summary>
    public int Windows => NamedWindows ?? DefaultWindows;

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
        IntervalMethod? method = nested.GetChoice("method", Names) switch
        {
            "native" => IntervalMethod.Native,
            "conformal-distribution" => IntervalMethod.ConformalDistribution,
            "conformal-error" => IntervalMethod.ConformalError,
            "calibrated" => IntervalMethod.Calibrated,
            _ => null,
        };
        return new IntervalOptions(method, nested.GetInt32("windows", 2));
    }
}
