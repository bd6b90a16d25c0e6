using Tollama.Models.Blocks;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Moirai;

/// <summary>
/// The checkpoint's tensors as values of the graph, each checked against its shape (models/moirai-2 §3).
/// </summary>
internal sealed class MoiraiWeights(GraphBuilder graph, SafetensorsCheckpoint checkpoint, MoiraiConfig config)
{
    /// <summary>Input block, <c>(2·patch → width)</c>.</summary>
    public ResidualMlp Input() => Residual("in_proj", 2L * config.Patch, config.Width);

    /// <summary>Head, <c>(width → predicted patches · levels · patch)</c>.</summary>
    public ResidualMlp Output() => Residual("out_proj", config.Width, config.Outputs);

    /// <summary>Final norm, <c>(width)</c>.</summary>
    public Value FinalNorm() => Tensor("encoder.norm.weight", config.Width);

    /// <summary>One encoder layer.</summary>
    public MoiraiLayer Layer(int index)
    {
        string layer = $"encoder.layers.{index}";
        long width = config.Width;
        float[] bias = checkpoint.Get($"{layer}.self_attn.var_attn_bias.emb.weight", 2, config.Heads).ToFloats();
        return new MoiraiLayer
        {
            AttentionNorm = Tensor($"{layer}.norm1.weight", width),
            Query = Tensor($"{layer}.self_attn.q_proj.weight", width, width),
            Key = Tensor($"{layer}.self_attn.k_proj.weight", width, width),
            Value = Tensor($"{layer}.self_attn.v_proj.weight", width, width),
            Output = Tensor($"{layer}.self_attn.out_proj.weight", width, width),
            QueryNorm = Tensor($"{layer}.self_attn.q_norm.weight", config.HeadDim),
            KeyNorm = Tensor($"{layer}.self_attn.k_norm.weight", config.HeadDim),
            OtherVariate = graph.Constant(bias.AsSpan(0, config.Heads), 1, config.Heads, 1, 1),
            SameVariate = graph.Constant(bias.AsSpan(config.Heads), 1, config.Heads, 1, 1),
            FeedForwardNorm = Tensor($"{layer}.norm2.weight", width),
            Gate = Tensor($"{layer}.ffn.fc_gate.weight", config.Hidden, width),
            Up = Tensor($"{layer}.ffn.fc1.weight", config.Hidden, width),
            Down = Tensor($"{layer}.ffn.fc2.weight", width, config.Hidden),
        };
    }

    private ResidualMlp Residual(string name, long inputs, long outputs) =>
        ResidualMlp.Read(checkpoint, name, inputs, config.Width, outputs);

    private Value Tensor(string name, params ReadOnlySpan<long> shape)
    {
        var tensor = checkpoint.Get(name, shape);
        return graph.Weight(new Weight(
            tensor.Name, tensor.DType, tensor.Shape, tensor.FilePath, tensor.Offset, tensor.ByteLength));
    }
}
