using Tollama.Models.Blocks;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.GraniteTtm;

/// <summary>Tensors of the self-attention over patches that may stand beside a patch mixer.</summary>
/// <param name="Query">d → d.</param>
/// <param name="Key">d → d.</param>
/// <param name="Value">d → d.</param>
/// <param name="Output">d → d.</param>
/// <param name="Norm">Norm of the sum of attention and mixer.</param>
internal sealed record TtmAttention(
    LinearWeights Query, LinearWeights Key, LinearWeights Value, LinearWeights Output, TtmNorm Norm)
{
    /// <summary>Finds the tensors beside the patch mixer <paramref name="name"/>.</summary>
    public static TtmAttention Read(SafetensorsCheckpoint checkpoint, string name, TtmStackShape shape, int width)
    {
        LinearWeights Projection(string which) =>
            LinearWeights.Read(checkpoint, $"{name}.self_attn_layer.{which}_proj", width, width);

        return new TtmAttention(
            Projection("q"),
            Projection("k"),
            Projection("v"),
            Projection("out"),
            TtmNorm.Read(checkpoint, $"{name}.norm_attn", shape, width));
    }
}
