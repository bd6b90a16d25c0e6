namespace Tollama.Core.Analysis;

/// <summary>Thins long series (contract/http-api §13, "downsample").</summary>
public static class Downsampling
{
    /// <summary>Indices to keep: every stride-th one and the last, at most <paramref name="maximum"/>.</summary>
    /// <param name="length">Points of the series.</param>
    /// <param name="maximum">Points that may stay, at least 1.</param>
    public static int[] KeptIndices(int length, int maximum)
    {
        if (length <= maximum)
        {
            return [.. Enumerable.Range(0, length)];
        }

        int stride = (int)(((long)length + maximum - 1) / maximum);
        var kept = new List<int>();
        for (long i = 0; i < length; i += stride)
        {
            kept.Add((int)i);
        }

        if (kept[^1] != length - 1)
        {
            kept.Add(length - 1);
        }

        if (kept.Count > maximum)
        {
            kept.RemoveAt(kept.Count - 1);
            kept[^1] = length - 1;
        }

        return [.. kept];
    }
}
