using Tollama.Core.Errors;

namespace Tollama.Core.Reconciliation;

/// <summary>Which series are sums of which others. Every leaf counts once for each way up from it.</summary>
public sealed class Hierarchy
{
    /// <summary>Most series of a hierarchy.</summary>
    public const int MostSeries = 20_000;

    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _children;
    private readonly Dictionary<string, int> _index;

    /// <summary>A hierarchy.</summary>
    /// <param name="children">Parent → direct children.</param>
    /// <exception cref="TollamaException">
    /// InvalidRequest: it is too large, has no leaf, or a series is below itself.
    /// </exception>
    public Hierarchy(IReadOnlyDictionary<string, IReadOnlyList<string>> children)
    {
        _children = children;
        var below = children.Values.SelectMany(ids => ids).ToHashSet(StringComparer.Ordinal);
        Roots = [.. children.Keys.Where(id => !below.Contains(id))];
        Ids = Order();
        if (Ids.Count > MostSeries)
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"The hierarchy has {Ids.Count} series, more than {MostSeries}; reconcile parts of it.");
        }

        _index = Ids.Select((id, i) => (id, i)).ToDictionary(pair => pair.id, pair => pair.i, StringComparer.Ordinal);
        RefuseCycles();
        Leaves = [.. Ids.Where(id => !children.ContainsKey(id))];
        if (Leaves.Count == 0)
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest,
                "The hierarchy has no leaf: each of its series is the sum of others. Name the series at the bottom.");
        }
    }

    /// <summary>Series that nothing is above.</summary>
    public IReadOnlyList<string> Roots { get; }

    /// <summary>Every series, level by level from the roots.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Series that are no sums, in that order.</summary>
    public IReadOnlyList<string> Leaves { get; }

    /// <summary>Direct children of a series; none for a leaf.</summary>
    public IReadOnlyList<string> Children(string id) => _children.GetValueOrDefault(id, []);

    /// <summary>Whether a series is part of it.</summary>
    public bool Contains(string id) => _index.ContainsKey(id);

    /// <summary>Sums leaf forecasts up.</summary>
    /// <param name="leaves">One row a leaf, in the order of <see cref="Leaves"/>.</param>
    /// <returns>One row a series, in the order of <see cref="Ids"/>.</returns>
    public double[][] Aggregate(IReadOnlyList<double[]> leaves)
    {
        var rows = new double[Ids.Count][];
        for (int i = 0; i < Leaves.Count; i++)
        {
            rows[_index[Leaves[i]]] = leaves[i];
        }

        foreach (string id in BottomUp())
        {
            if (_children.TryGetValue(id, out var children))
            {
                var sum = new double[leaves[0].Length];
                foreach (string child in children)
                {
                    double[] row = rows[_index[child]];
                    for (int t = 0; t < sum.Length; t++)
                    {
                        sum[t] += row[t];
                    }
                }

                rows[_index[id]] = sum;
            }
        }

        return rows;
    }

    /// <summary>
    /// The summing matrix, <c>(series, leaves)</c>: how often each leaf counts in each series (Hyndman et al., "Optimal
    /// combination forecasts for hierarchical time series", CSDA 2011, §2).
    /// </summary>
    public double[][] SummingMatrix() => Aggregate([.. Leaves.Select((_, i) =>
    {
        var unit = new double[Leaves.Count];
        unit[i] = 1;
        return unit;
    })]);

    private List<string> Order()
    {
        var ordered = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var queue = new Queue<string>(Roots);
        while (queue.TryDequeue(out string? id))
        {
            if (seen.Add(id))
            {
                ordered.Add(id);
                foreach (string child in Children(id))
                {
                    queue.Enqueue(child);
                }
            }
        }

        return ordered;
    }

    /// <summary>Children before their parents, wherever a series has several.</summary>
    private List<string> BottomUp()
    {
        var open = Ids.ToDictionary(id => id, id => Children(id).Count, StringComparer.Ordinal);
        var parents = Ids
            .SelectMany(id => Children(id).Select(child => (child, id)))
            .ToLookup(pair => pair.child, pair => pair.id, StringComparer.Ordinal);
        var queue = new Queue<string>(Ids.Where(id => open[id] == 0));
        var ordered = new List<string>(Ids.Count);
        while (queue.TryDequeue(out string? id))
        {
            ordered.Add(id);
            foreach (string parent in parents[id])
            {
                if (--open[parent] == 0)
                {
                    queue.Enqueue(parent);
                }
            }
        }

        return ordered;
    }

    private void RefuseCycles()
    {
        var reached = BottomUp().ToHashSet(StringComparer.Ordinal);
        string? circular = _children.Keys.FirstOrDefault(id => !reached.Contains(id));
        if (circular is not null)
        {
            throw new TollamaException(
                ErrorCode.InvalidRequest,
                $"The hierarchy has no leaf below series '{circular}': following its children leads in a circle.");
        }
    }
}
