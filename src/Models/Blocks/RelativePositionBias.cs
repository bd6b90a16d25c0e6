using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;

namespace Tollama.Models.Blocks;

/// <summary>
/// T5's relative position bias (Raffel et al. 2020, §2.1): a learned number per head and bucket of key − query
/// distance. Near distances have buckets of their own, far ones share logarithmically wider ones; both directions have
/// half of them.
/// </summary>
internal static class RelativePositionBias
{
    /// <summary>The bias of every pair of tokens.</summary>
    /// <param name="table">Learned numbers, <c>(buckets, heads)</c>.</param>
    /// <param name="tokens">Number of tokens.</param>
    /// <param name="maxDistance">Distance from which on all share the last bucket.</param>
    /// <returns><c>(1, heads, tokens, tokens)</c>: queries, then keys.</returns>
    public static Value Apply(Value table, Dim tokens, int maxDistance)
    {
        var graph = table.Graph;
        int buckets = (int)table.Dim(0).Value;
        long[] lookup = [.. Enumerable.Range(-maxDistance, (2 * maxDistance) + 1)
            .Select(distance => (long)Bucket(distance, buckets, maxDistance))];
        var positions = graph.Range(tokens);
        var distance = positions.Unsqueeze(0) - positions.Unsqueeze(1);
        var place = distance.Clip(-maxDistance, maxDistance) + maxDistance;
        var bucket = graph.Constant(lookup, lookup.Length).Gather(place, axis: 0);
        return table.Gather(bucket, axis: 0).Transpose(2, 0, 1).Unsqueeze(0);
    }

    /// <summary>The bucket of a distance, in single precision as the reference computes it.</summary>
    /// <param name="distance">Key position − query position.</param>
    /// <param name="buckets">Number of buckets, at least 4.</param>
    /// <param name="maxDistance">Distance from which on all share the last bucket.</param>
    public static int Bucket(int distance, int buckets, int maxDistance)
    {
        int half = buckets / 2;
        int exact = half / 2;
        int offset = distance > 0 ? half : 0;
        int far = Math.Abs(distance);
        if (far < exact)
        {
            return offset + far;
        }

        float share = MathF.Log((float)far / exact) / (float)Math.Log((double)maxDistance / exact);
        return offset + Math.Min(half - 1, exact + (int)(share * (half - exact)));
    }
}
