namespace Tollama.Models.Chronos2;

/// <summary>One task of one engine call: the rows of a group, what is known ahead, and room for the answer.</summary>
internal sealed class Chronos2Pass
{
    /// <summary>
    /// Values of each row up to now, <c>(variates, any length)</c>; NaN where missing. At least one value a row.
    /// </summary>
    public required float[][] Context { get; init; }

    /// <summary>
    /// Values known ahead, <c>(variates, any length)</c>; NaN where unknown, empty where nothing is known.
    /// </summary>
    public required ReadOnlyMemory<float>[] Future { get; init; }

    /// <summary>Patches to forecast.</summary>
    public required int Patches { get; init; }

    /// <summary>The answer once the pass has run, <c>(variates, levels, patches·P)</c>; else empty.</summary>
    public float[] Quantiles { get; set; } = [];

    /// <summary>Rows of the group.</summary>
    public int Variates => Context.Length;

    /// <summary>Observations of a row.</summary>
    public int Length => Context[0].Length;
}
