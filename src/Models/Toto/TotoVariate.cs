namespace Tollama.Models.Toto;

/// <summary>
/// One variate of a row: its history over whole patches, scaled causally patch by patch (models/toto §4.1 and §4.2).
/// </summary>
internal sealed class TotoVariate
{
    private readonly int _patch;

    /// <summary>Pads and scales a history.</summary>
    /// <param name="values">Observations; NaN where missing, which also are those beyond single precision.</param>
    /// <param name="isCounted">Which of them count in the statistics; the others are read all the same.</param>
    /// <param name="config">The checkpoint's config.</param>
    private TotoVariate(ReadOnlySpan<float> values, ReadOnlySpan<bool> isCounted, TotoConfig config)
    {
        _patch = config.Patch;
        int patches = (values.Length + _patch - 1) / _patch;
        var series = new float[patches * _patch];
        var counted = new bool[series.Length];
        values.CopyTo(series.AsSpan(series.Length - values.Length));
        isCounted.CopyTo(counted.AsSpan(series.Length - values.Length));

        Scaled = series;
        Locations = new float[patches];
        Scales = new float[patches];
        var scaler = new CausalScaler(series, counted, config.ClampExponent);
        for (int p = 0; p < patches; p++)
        {
            for (int i = p * _patch; i < (p + 1) * _patch; i++)
            {
                scaler.Append(series[i], counted[i]);
            }

            (Locations[p], Scales[p]) = (scaler.Location, scaler.Scale);
            Scale(series.AsSpan(p * _patch, _patch), scaler);
        }

        Scaler = scaler;
    }

    /// <summary>The history in scaled units, whole patches.</summary>
    public float[] Scaled { get; }

    /// <summary>Location of each patch.</summary>
    public float[] Locations { get; }

    /// <summary>Scale of each patch.</summary>
    public float[] Scales { get; }

    /// <summary>The statistics after the history.</summary>
    public CausalScaler Scaler { get; }

    /// <summary>Number of patches.</summary>
    public int Patches => Locations.Length;

    /// <summary>
    /// Values that are given, by whole patches after the history; null where the model forecasts them.
    /// </summary>
    public float[]? Future { get; private init; }

    /// <summary>A variate that the model forecasts.</summary>
    public static TotoVariate Target(ReadOnlySpan<double> history, TotoConfig config)
    {
        var values = ToFloats(history, out bool[] isObserved);
        return new TotoVariate(values, isObserved, config);
    }

    /// <summary>
    /// A variate that is known beforehand: everything one patch earlier, so that the token of a patch carries the
    /// values of the patch that follows it (models/toto §7).
    /// </summary>
    public static TotoVariate Exogenous(ReadOnlySpan<double> historyAndHorizon, int horizon, TotoConfig config)
    {
        float[] all = ToFloats(historyAndHorizon, out bool[] isObserved);
        int history = all.Length - horizon;
        var shifted = new float[all.Length];
        var counted = new bool[history];
        if (all.Length > config.Patch)
        {
            all.AsSpan(config.Patch).CopyTo(shifted);
        }

        for (int i = 0; i + config.Patch < history; i++)
        {
            counted[i] = isObserved[i + config.Patch];
        }

        int blocks = (horizon + config.Patch - 1) / config.Patch;
        var future = new float[blocks * config.Patch];
        shifted.AsSpan(history).CopyTo(future);
        return new TotoVariate(shifted.AsSpan(0, history), counted, config) { Future = future };
    }

    /// <summary>Puts a patch into the units of the statistics after it.</summary>
    public static void Scale(Span<float> patch, in CausalScaler scaler)
    {
        float location = scaler.Location;
        float scale = scaler.Scale;
        foreach (ref float value in patch)
        {
            value = (value - location) / scale;
        }
    }

    private static float[] ToFloats(ReadOnlySpan<double> values, out bool[] isObserved)
    {
        var floats = new float[values.Length];
        isObserved = new bool[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            isObserved[i] = float.IsFinite((float)values[i]);
            floats[i] = isObserved[i] ? (float)values[i] : 0;
        }

        return floats;
    }
}
