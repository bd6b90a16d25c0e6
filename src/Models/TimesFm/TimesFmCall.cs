namespace Tollama.Models.TimesFm;

/// <summary>One call of the network: rows of the same number of patches, so that none sees padding patches.</summary>
internal sealed class TimesFmCall
{
    /// <summary>Lays the rows out as the network's inputs.</summary>
    public TimesFmCall(IReadOnlyList<TimesFmRow> rows, int patches, TimesFmConfig config)
    {
        Rows = rows.Count;
        Patches = patches;
        int length = patches * config.Patch;
        Values = new float[rows.Count * length];
        Mask = new float[rows.Count * length];
        for (int r = 0; r < rows.Count; r++)
        {
            rows[r].Fill(Values.AsSpan(r * length, length), Mask.AsSpan(r * length, length));
        }
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Patches of every row.</summary>
    public int Patches { get; }

    /// <summary>Normalised values, <c>(rows, patches, patch)</c>.</summary>
    public float[] Values { get; }

    /// <summary>1 where masked, same shape.</summary>
    public float[] Mask { get; }

    /// <summary>Evaluate the point head at every patch (backcast) instead of the last one.</summary>
    public bool AllPositions { get; init; }

    /// <summary>Evaluate the quantile head at the last patch.</summary>
    public bool QuantileHead { get; init; }

    /// <summary>Flat positions <c>row · patches + patch</c> at which the point head is evaluated.</summary>
    public long[] PointPositions() => AllPositions
        ? [.. Enumerable.Range(0, Rows * Patches).Select(position => (long)position)]
        : LastPositions();

    /// <summary>Flat positions at which the quantile head is evaluated; none when it is off.</summary>
    public long[] QuantilePositions() => QuantileHead ? LastPositions() : [];

    private long[] LastPositions() =>
        [.. Enumerable.Range(1, Rows).Select(row => ((long)row * Patches) - 1)];
}
