using System.Collections.Immutable;

namespace Tollama.Models.Serving;

/// <summary>
/// Which rows share an engine call in networks whose rows do not see each other: neighbours in length, so that little
/// of a call is padding, and not more than are worth computing at once.
/// </summary>
/// <param name="mostTokens">Tokens of a call, padding included.</param>
/// <param name="buckets">Lengths in tokens, ascending: rows share a call that reach up to the same one.</param>
internal sealed class CallPlan(int mostTokens, ImmutableArray<int> buckets)
{
    /// <summary>Cuts rows into calls.</summary>
    /// <param name="items">Rows, or groups of rows of equal length that stay together.</param>
    /// <param name="length">Tokens of history of an item.</param>
    /// <param name="cost">Tokens that an item takes in a call in which it is the longest.</param>
    /// <returns>The items of each call, the longest last.</returns>
    public IEnumerable<T[]> Calls<T>(IEnumerable<T> items, Func<T, int> length, Func<T, int> cost)
    {
        foreach (var alike in items.OrderBy(length).GroupBy(item => BucketOf(length(item))))
        {
            T[] sorted = [.. alike];
            int start = 0;
            for (int end = 1; end <= sorted.Length; end++)
            {
                bool isFull = end == sorted.Length || (long)(end + 1 - start) * cost(sorted[end]) > mostTokens;
                if (isFull)
                {
                    yield return sorted[start..end];
                    start = end;
                }
            }
        }
    }

    private int BucketOf(int length)
    {
        int bucket = 0;
        while (bucket < buckets.Length && buckets[bucket] < length)
        {
            bucket++;
        }

        return bucket;
    }
}
