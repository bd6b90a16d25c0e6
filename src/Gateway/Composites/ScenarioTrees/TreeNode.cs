using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;

namespace Tollama.Gateway.Composites.ScenarioTrees;

/// <summary>
/// A node of a scenario tree. It keeps its own step only; the history is shared by all nodes of a series.
/// </summary>
internal sealed record TreeNode
{
    /// <summary>Its number, from 1 in the order in which nodes are made.</summary>
    public required int Number { get; init; }

    /// <summary>Its parent; null for a root.</summary>
    public TreeNode? Parent { get; init; }

    /// <summary>The observed history.</summary>
    public required SeriesInput History { get; init; }

    /// <summary>Quantile level of its branch; null for a root.</summary>
    public double? Level { get; init; }

    /// <summary>Its value.</summary>
    public required double Value { get; init; }

    /// <summary>Time of the value.</summary>
    public required string Time { get; init; }

    /// <summary>Probability of the path.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Steps after the history, 0 for a root.</summary>
    public int Depth => Parent is null ? 0 : Parent.Depth + 1;

    /// <summary>The history and the path from it to this node.</summary>
    public SeriesInput Path()
    {
        int observed = History.Target.Count;
        var target = new double[observed + Depth];
        var times = new string[target.Length];
        History.Target.Span.CopyTo(target);
        for (int i = 0; i < observed; i++)
        {
            times[i] = History.Timestamps[i];
        }

        int index = target.Length - 1;
        for (var node = this; node.Parent is not null; node = node.Parent, index--)
        {
            (target[index], times[index]) = (node.Value, node.Time);
        }

        return History with { Target = new NumberColumn(target), Timestamps = TimestampColumn.FromStrings(times) };
    }

    /// <summary>The node as it is answered.</summary>
    public JsonObject ToJson() => new()
    {
        ["node_id"] = $"node_{Number}",
        ["parent_id"] = Parent is null ? null : $"node_{Parent.Number}",
        ["series_id"] = History.Id,
        ["depth"] = Depth,
        ["step"] = Depth,
        ["branch"] = Level is { } level ? "q" + QuantileKey.Format(level) : "root",
        ["quantile"] = Level,
        ["value"] = Value,
        ["probability"] = Probability,
    };
}
