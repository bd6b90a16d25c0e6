using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;

namespace Tollama.Models.GraniteTtm;

/// <summary>A history scaled channel by channel.</summary>
/// <param name="Values"><c>(rows, C, channels)</c>.</param>
/// <param name="Loc">What was subtracted, <c>(rows, 1, channels)</c>; null for nothing.</param>
/// <param name="Scale">What it was divided by, <c>(rows, 1, channels)</c>; null for nothing.</param>
internal sealed record TtmScaler(Value Values, Value? Loc, Value? Scale)
{
    /// <summary>Scales each channel by its own history.</summary>
    /// <param name="past"><c>(rows, C, channels)</c>.</param>
    /// <param name="observed">The same shape, 1 where observed; null where everything is.</param>
    /// <param name="config">Kind and minimum of the scaling.</param>
    public static TtmScaler Apply(Value past, Value? observed, GraniteTtmConfig config)
    {
        Value Mean(Value values) => observed is null
            ? values.ReduceMean(1)
            : (values * observed).ReduceSum(1) / observed.ReduceSum(1).Max(1);

        switch (config.Scaling)
        {
            case TtmScaling.Standard:
                var loc = Mean(past);
                var centred = past - loc;
                var scale = (Mean(centred.Square()) + config.MinimumScale).Sqrt();
                return new TtmScaler(centred / scale, loc, scale);
            case TtmScaling.Mean:
                var magnitude = observed is null ? Mean(past.Abs()) : Magnitude(past, observed);
                magnitude = magnitude.Max(config.MinimumScale);
                return new TtmScaler(past / magnitude, null, magnitude);
            default:
                return new TtmScaler(past, null, null);
        }
    }

    /// <summary>Back to the units of the history.</summary>
    /// <param name="forecast"><c>(rows, horizon, predicted)</c>.</param>
    /// <param name="select">Picks the predicted channels of the last axis.</param>
    public Value Restore(Value forecast, Func<Value, Value> select)
    {
        var scaled = Scale is null ? forecast : forecast * select(Scale);
        return Loc is null ? scaled : scaled + select(Loc);
    }

    /// <summary>Mean magnitude of what was observed; a channel without any takes that of the whole call.</summary>
    private static Value Magnitude(Value past, Value observed)
    {
        var sum = (past.Abs() * observed).ReduceSum(1);
        var count = observed.ReduceSum(1);
        return count.Greater(0).Where(sum / count.Max(1), sum.ReduceSum(0) / count.ReduceSum(0).Max(1));
    }
}
