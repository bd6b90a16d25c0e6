using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;

namespace Tollama.Models.Blocks;

/// <summary>
/// Keys and values of earlier tokens, so that decoding computes only the new ones: what a call hands out under a name,
/// the call after it takes in under <see cref="InputOf"/>. The first call takes tensors of length 0.
/// </summary>
internal sealed class KeyValueCache
{
    private readonly GraphBuilder _graph;
    private readonly Dictionary<string, Value> _past = new(StringComparer.Ordinal);

    /// <summary>Declares the inputs.</summary>
    /// <param name="graph">The graph; its size <c>past</c> becomes the number of cached tokens.</param>
    /// <param name="layers">
    /// Attention layers that are cached; none for a graph that reads everything in one call.
    /// </param>
    /// <param name="rows">Rows of the cached tensors, <c>(rows, past, width)</c>.</param>
    /// <param name="width">Channels of all heads.</param>
    public KeyValueCache(GraphBuilder graph, IEnumerable<int> layers, Dim rows, Dim width)
    {
        _graph = graph;
        foreach (string name in Names(layers))
        {
            _past.Add(name, graph.Input(InputOf(name), DType.Float32, rows, "past", width));
        }
    }

    /// <summary>Number of cached tokens.</summary>
    public Dim Past => _past.Count > 0 ? "past" : Dim.Zero;

    /// <summary>Name of the input that takes what was handed out under a name.</summary>
    public static string InputOf(string name) => $"past_{name}";

    /// <summary>The names of attention layers' keys and values.</summary>
    public static string[] Names(IEnumerable<int> layers) =>
        [.. layers.SelectMany(layer => new[] { Keys(layer), Values(layer) })];

    /// <summary>Name of a layer's keys.</summary>
    public static string Keys(int layer) => $"keys.{layer}";

    /// <summary>Name of a layer's values.</summary>
    public static string Values(int layer) => $"values.{layer}";

    /// <summary>
    /// The cached tokens and the new ones, <c>(rows, past + tokens, width)</c>; handed out for the next call.
    /// </summary>
    public Value Append(string name, Value added)
    {
        if (!_past.TryGetValue(name, out var past))
        {
            return added;
        }

        var all = _graph.Concat(1, past, added);
        _graph.Output(name, all);
        return all;
    }
}
