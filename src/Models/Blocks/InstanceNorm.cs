using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;

namespace Tollama.Models.Blocks;

/// <summary>
/// Standardises each row by mean and population deviation of its observed values (Kim et al. 2022, "Reversible instance
/// normalization", eq. 1 and 2, without the affine part); NaN marks what is missing.
/// </summary>
internal sealed class InstanceNorm
{
    private const double LeastScale = 1e-5;

    private InstanceNorm(Value observed, Value normalised, Value loc, Value scale)
    {
        Observed = observed;
        Normalised = normalised;
        Loc = loc;
        Scale = scale;
    }

    /// <summary>1 where a value was observed, else 0; <c>(rows, time)</c>.</summary>
    public Value Observed { get; }

    /// <summary>(x − loc) / scale where observed, else 0; <c>(rows, time)</c>.</summary>
    public Value Normalised { get; }

    /// <summary>Mean of the observed values, 0 when there are none; <c>(rows, 1)</c>.</summary>
    public Value Loc { get; }

    /// <summary>Their deviation: 1 when there are none, 1e-5 where it is exactly 0; <c>(rows, 1)</c>.</summary>
    public Value Scale { get; }

    /// <summary>Standardises the rows of <paramref name="series"/>, <c>(rows, time)</c>.</summary>
    public static InstanceNorm Of(Value series)
    {
        var isObserved = series.IsNaN().Not();
        var observed = isObserved.Cast(DType.Float32);
        var count = observed.ReduceSum(-1);
        var divisor = count.Max(1);
        // Selected before any arithmetic: NaN times 0 is NaN.
        var loc = isObserved.Where(series, 0).ReduceSum(-1) / divisor;
        var centred = isObserved.Where(series - loc, 0);
        var deviation = (centred.Square().ReduceSum(-1) / divisor).Sqrt();
        var scale = count.Equal(0).Where(1, deviation.Equal(0).Where(LeastScale, deviation));
        return new InstanceNorm(observed, centred / scale, loc, scale);
    }

    /// <summary>Standardises further values of the same rows by the same loc and scale; NaN becomes 0.</summary>
    /// <returns>The values, and 1 where one was known.</returns>
    public (Value Normalised, Value Known) Apply(Value further)
    {
        var isKnown = further.IsNaN().Not();
        return (isKnown.Where((further - Loc) / Scale, 0), isKnown.Cast(DType.Float32));
    }
}
