using System.Collections.Immutable;
using Tollama.Models.Blocks;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.GraniteTtm;

/// <summary>
/// A stack of mixer layers (Ekambaram et al. 2024, "Tiny Time Mixers", figure 1: TTM backbone), at one resolution or,
/// with adaptive patching, at several: a level cuts each patch into finer ones and lets the layers see those.
/// </summary>
/// <param name="Shape">Sizes and switches.</param>
/// <param name="Levels">The levels, finest first; one level where there is no adaptive patching.</param>
internal sealed record TtmStack(TtmStackShape Shape, ImmutableArray<TtmLevel> Levels)
{
    /// <summary>Finds the tensors of the stack <paramref name="name"/>.</summary>
    public static TtmStack Read(SafetensorsCheckpoint checkpoint, string name, TtmStackShape shape)
    {
        ImmutableArray<TtmLayer> Layers(string prefix, int factor) =>
            [
                .. Enumerable
                    .Range(0, shape.Layers)
                    .Select(i => TtmLayer.Read(checkpoint, $"{prefix}.{i}", shape, factor)),
            ];

        return new TtmStack(shape, shape.Levels == 0
            ? [new TtmLevel(1, Layers($"{name}.mixers", 1))]
            : [.. Enumerable.Range(0, shape.Levels).Select(level => new TtmLevel(
                shape.Factor(level), Layers($"{name}.mixers.{level}.mixer_layers", shape.Factor(level))))]);
    }

    /// <summary>Applies the stack.</summary>
    /// <param name="x"><c>(rows, channels, n, d)</c>.</param>
    /// <param name="tap">Told the outcome of each level (or layer, without levels) by its number.</param>
    public Value Apply(Value x, Action<int, Value> tap)
    {
        var (rows, channels) = (x.Dim(0), x.Dim(1));
        for (int level = 0; level < Levels.Length; level++)
        {
            int factor = Levels[level].Factor;
            var u = x.Reshape(rows, channels, Shape.Patches * factor, Shape.Width / factor);
            for (int i = 0; i < Levels[level].Layers.Length; i++)
            {
                using var scope = x.Graph.Scope($"level{level}.layer{i}");
                u = Mix(u, Levels[level].Layers[i]);
                if (Shape.Levels == 0)
                {
                    tap(i, u);
                }
            }

            x = u.Reshape(rows, channels, Shape.Patches, Shape.Width);
            if (Shape.Levels > 0)
            {
                tap(level, x);
            }
        }

        return x;
    }

    private Value Mix(Value x, TtmLayer layer)
    {
        if (layer.Channel is { } channel)
        {
            // Here the gate comes before the perceptron.
            var u = Gate(channel, channel.Norm.Apply(x).Transpose(0, 3, 2, 1));
            x += Perceptron(channel, u).Transpose(0, 3, 2, 1);
        }

        if (layer.Patch is { } patch)
        {
            var normed = patch.Norm.Apply(x);
            var u = Gate(patch, Perceptron(patch, normed.TransposeLast())).TransposeLast();
            x += layer.Attention is { } attention ? attention.Norm.Apply(u + Attend(attention, normed)) : u;
        }

        return x + Gate(layer.Feature, Perceptron(layer.Feature, layer.Feature.Norm.Apply(x)));
    }

    private static Value Perceptron(TtmMixer mixer, Value u) => mixer.Narrow.Apply(mixer.Widen.Apply(u).Gelu());

    private static Value Gate(TtmMixer mixer, Value u) =>
        mixer.Gate is { } gate ? u * gate.Apply(u).Softmax() : u;

    private Value Attend(TtmAttention attention, Value x)
    {
        var (rows, channels, patches, width) = (x.Dim(0), x.Dim(1), x.Dim(2), x.Dim(3));
        var u = x.Reshape(rows * channels, patches, width);
        float scale = 1 / MathF.Sqrt(width.Value / Shape.AttentionHeads);
        var mixed = MultiHeadAttention.Apply(
            attention.Query.Apply(u), attention.Key.Apply(u), attention.Value.Apply(u), Shape.AttentionHeads, scale);
        return attention.Output.Apply(mixed).Reshape(rows, channels, patches, width);
    }
}
