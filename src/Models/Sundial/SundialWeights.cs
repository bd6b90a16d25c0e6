using System.Numerics.Tensors;
using Tollama.Models.Blocks;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Sundial;

/// <summary>The checkpoint's tensors, each checked against its shape (models/sundial §3).</summary>
internal sealed class SundialWeights(GraphBuilder graph, SafetensorsCheckpoint checkpoint, SundialConfig config)
{
    /// <summary>Patch embedding, <c>(2·patch → width)</c>.</summary>
    public ResidualMlp Embedding() =>
        ResidualMlp.Read(checkpoint, "model.embed_layer", 2L * config.Patch, config.Hidden, config.Width);

    /// <summary>A linear layer of the given widths.</summary>
    public LinearWeights Linear(string name, long inputs, long outputs, bool hasBias = true) =>
        LinearWeights.Read(checkpoint, name, inputs, outputs, hasBias);

    /// <summary>Layer normalisation with the weights of a name.</summary>
    public Value Normalize(Value value, string name, float epsilon) => value.LayerNorm(
        graph.Weight(checkpoint.Get($"{name}.weight", config.Width)),
        graph.Weight(checkpoint.Get($"{name}.bias", config.Width)),
        epsilon);

    /// <summary>
    /// The time embedding of every Euler step, <c>(steps, width)</c>: a constant of the checkpoint, computed once
    /// (models/sundial §5; reference <c>flow_loss.py</c>, <c>TimestepEmbedder</c>, cosines first).
    /// </summary>
    public Value TimeEmbeddings()
    {
        double[] first = checkpoint
            .Get("flow_loss.net.time_embed.mlp.0.weight", config.Width, SundialConfig.TimeChannels)
            .ToDoubles();
        double[] firstBias = checkpoint.Get("flow_loss.net.time_embed.mlp.0.bias", config.Width).ToDoubles();
        double[] second = checkpoint
            .Get("flow_loss.net.time_embed.mlp.2.weight", config.Width, config.Width)
            .ToDoubles();
        double[] secondBias = checkpoint.Get("flow_loss.net.time_embed.mlp.2.bias", config.Width).ToDoubles();
        var table = new float[config.FlowSteps * config.Width];
        for (int step = 0; step < config.FlowSteps; step++)
        {
            double[] waves = Waves((float)step / config.FlowSteps * 1000);
            double[] hidden = Array.ConvertAll(Affine(first, firstBias, waves), Silu);
            double[] embedding = Affine(second, secondBias, hidden);
            for (int i = 0; i < config.Width; i++)
            {
                table[(step * config.Width) + i] = (float)embedding[i];
            }
        }

        return graph.Constant(table, config.FlowSteps, 1, config.Width);
    }

    private static double Silu(double x) => x / (1 + Math.Exp(-x));

    private static double[] Waves(float time)
    {
        const int Half = SundialConfig.TimeChannels / 2;
        var waves = new double[SundialConfig.TimeChannels];
        for (int k = 0; k < Half; k++)
        {
            double angle = time * Math.Exp(-Math.Log(10_000) * k / Half);
            waves[k] = Math.Cos(angle);
            waves[Half + k] = Math.Sin(angle);
        }

        return waves;
    }

    private static double[] Affine(double[] weight, double[] bias, double[] x)
    {
        var y = new double[bias.Length];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = bias[i] + TensorPrimitives.Dot<double>(weight.AsSpan(i * x.Length, x.Length), x);
        }

        return y;
    }
}
