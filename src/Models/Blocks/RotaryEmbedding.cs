using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;

namespace Tollama.Models.Blocks;

/// <summary>
/// Rotary position embedding (Su et al. 2021, eq. 34) in the half-split layout: channel j of a head is rotated with
/// channel j + width/2 by the angle position · base^(−2j/width).
/// </summary>
internal sealed class RotaryEmbedding
{
    private readonly Value _cosines;
    private readonly Value _sines;
    private readonly Value _start;

    private RotaryEmbedding(Value cosines, Value sines, Value start)
    {
        _cosines = cosines;
        _sines = sines;
        _start = start;
    }

    /// <summary>
    /// Tables for positions 0 … <paramref name="length"/> − 1, in single precision as the references make them.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="length">Number of positions.</param>
    /// <param name="width">Channels of a head, even.</param>
    /// <param name="frequencyBase">The base, 10000 in the paper.</param>
    public static RotaryEmbedding Create(GraphBuilder graph, Dim length, int width, double frequencyBase) =>
        Create(graph, Dim.Zero, length, width, frequencyBase);

    /// <summary>Tables for tokens that follow <paramref name="past"/> others.</summary>
    /// <inheritdoc cref="Create(GraphBuilder, Dim, int, double)"/>
    /// <param name="graph">The graph.</param>
    /// <param name="past">Position of the first token.</param>
    /// <param name="length">Number of tokens.</param>
    /// <param name="width">Channels of a head, even.</param>
    /// <param name="frequencyBase">The base, 10000 in the paper.</param>
    public static RotaryEmbedding Create(GraphBuilder graph, Dim past, Dim length, int width, double frequencyBase)
    {
        float[] frequencies = new float[width / 2];
        for (int j = 0; j < frequencies.Length; j++)
        {
            frequencies[j] = (float)Math.Pow(frequencyBase, -2.0 * j / width);
        }

        var positions = graph.Range(graph.Resolve(past) + graph.Resolve(length)).Cast(DType.Float32).Unsqueeze(1);
        var angles = positions * graph.Constant(frequencies, 1, frequencies.Length);
        return new RotaryEmbedding(angles.Cos(), angles.Sin(), graph.SizeOf(past));
    }

    /// <summary>Rotates every head of <c>(rows, tokens, heads·width)</c>.</summary>
    public Value Apply(Value value) => value.Graph.Node(
        "com.microsoft:RotaryEmbedding",
        [value, _start, _cosines, _sines],
        value.DType,
        value.Shape,
        NodeAttribute.Of("interleaved", 0));
}
