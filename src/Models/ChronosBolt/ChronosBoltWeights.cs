using System.Collections.Immutable;
using Tollama.Models.Blocks;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.ChronosBolt;

/// <summary>
/// The tensors of a Chronos-Bolt checkpoint by what they are; every shape is checked against the config.
/// </summary>
internal sealed record ChronosBoltWeights
{
    /// <summary>Embedding table <c>(1 or 2, d)</c>: the decoder's start, [REG].</summary>
    public required TensorView Shared { get; init; }

    /// <summary>Embeds a patch of (value, mask): 2P → d.</summary>
    public required ResidualMlp InputPatch { get; init; }

    /// <summary>Position bias of the encoder, <c>(buckets, heads)</c>.</summary>
    public required TensorView PositionBias { get; init; }

    /// <summary>Encoder blocks, first to last.</summary>
    public required ImmutableArray<EncoderBlock> Encoder { get; init; }

    /// <summary>Norm after the encoder, <c>(d)</c>.</summary>
    public required TensorView EncoderNorm { get; init; }

    /// <summary>Decoder blocks, first to last.</summary>
    public required ImmutableArray<DecoderBlock> Decoder { get; init; }

    /// <summary>Norm after the decoder, <c>(d)</c>.</summary>
    public required TensorView DecoderNorm { get; init; }

    /// <summary>Reads quantiles out of the decoder's token: d → Q·h.</summary>
    public required ResidualMlp OutputPatch { get; init; }

    /// <summary>
    /// Finds every tensor that is computed with; the decoder's self-attention needs neither queries nor keys.
    /// </summary>
    /// <exception cref="Core.Errors.TollamaException">ModelUnsupported: one is missing or of another shape.</exception>
    public static ChronosBoltWeights Read(SafetensorsCheckpoint checkpoint, ChronosBoltConfig config)
    {
        var (d, f) = (config.Model, config.Hidden);
        return new ChronosBoltWeights
        {
            Shared = checkpoint.Get("shared.weight", config.Vocabulary, d),
            InputPatch = ResidualMlp.Read(checkpoint, "input_patch_embedding", 2L * config.Patch, f, d),
            PositionBias = checkpoint.Get(
                "encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight",
                config.Buckets,
                config.Heads),
            Encoder =
            [
                .. Enumerable.Range(0, config.EncoderLayers).Select(i => EncoderBlock.Read(checkpoint, config, i)),
            ],
            EncoderNorm = checkpoint.Get("encoder.final_layer_norm.weight", d),
            Decoder =
            [
                .. Enumerable.Range(0, config.DecoderLayers).Select(i => DecoderBlock.Read(checkpoint, config, i)),
            ],
            DecoderNorm = checkpoint.Get("decoder.final_layer_norm.weight", d),
            OutputPatch = ResidualMlp.Read(
                checkpoint, "output_patch_embedding", d, f, (long)config.Quantiles.Length * config.Horizon),
        };
    }
}
