using System.Text.Json.Nodes;
using Tollama.Core.Forecasting;

namespace Tollama.Gateway.Composites.ScenarioTrees;

/// <summary>A node of a scenario tree.</summary>
/// <param name="Number">Its number, from 1 in the order in which nodes are made.</param>
/// <param name="Parent">Number of its parent; null for a root.</param>
/// <param name="Series">The history that leads to it, its own value included.</param>
/// <param name="Depth">Steps after the history, 0 for a root.</param>
/// <param name="Level">Quantile level of its branch; null for a root.</param>
/// <param name="Probability">Probability of the path.</param>
internal sealed record TreeNode(int Number, int? Parent, SeriesInput Series, int Depth, double? Level, double Probability)
{
    /// <summary>Its value.</summary>
    public double Value => Series.Target.Span[^1];

    /// <summary>The node as it is answered.</summary>
    public JsonObject ToJson() => new()
    {
        ["node_id"] = $"node_{Number}",
        ["parent_id"] = Parent is { } parent ? $"node_{parent}" : null,
        ["series_id"] = Series.Id,
        ["depth"] = Depth,
        ["step"] = Depth,
        ["branch"] = Level is { } level ? "q" + QuantileKey.Format(level) : "root",
        ["quantile"] = Level,
        ["value"] = Value,
        ["probability"] = Probability,
    };
}
