using System.Collections.Immutable;
using Tollama.Models.Blocks;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.GraniteTtm;

/// <summary>
/// The tensors of a TinyTimeMixer checkpoint by what they are; every shape is checked against the config.
/// </summary>
internal sealed record GraniteTtmWeights
{
    /// <summary>Embeds a patch: p → d.</summary>
    public required LinearWeights Patcher { get; init; }

    /// <summary>The token in front of the patches; null without one.</summary>
    public required TtmPrefix? Prefix { get; init; }

    /// <summary>Added to the patches, <c>(n, d)</c>; null without positions.</summary>
    public required TensorView? Positions { get; init; }

    /// <summary>The encoder's layers.</summary>
    public required TtmStack Backbone { get; init; }

    /// <summary>From the backbone's width to the decoder's; null where they are equal.</summary>
    public required LinearWeights? Adapter { get; init; }

    /// <summary>Embeds the raw patches for the decoder: p → dd; null without raw residual.</summary>
    public required LinearWeights? RawEmbedding { get; init; }

    /// <summary>Tables of the static categorical values, each <c>(V, dd)</c>.</summary>
    public required ImmutableArray<TensorView> StaticTables { get; init; }

    /// <summary>The decoder's layers; null without decoder.</summary>
    public required TtmStack? Decoder { get; init; }

    /// <summary>Reads the forecast out of the flattened patches: n·dd → h.</summary>
    public required LinearWeights Head { get; init; }

    /// <summary>Mixing of the forecast's channels; null without.</summary>
    public required TtmMixingWeights? Mixing { get; init; }

    /// <summary>Finds every tensor that is computed with.</summary>
    /// <exception cref="Core.Errors.TollamaException">ModelUnsupported: one is missing or of another shape.</exception>
    public static GraniteTtmWeights Read(SafetensorsCheckpoint checkpoint, GraniteTtmConfig config)
    {
        const string Encoder = "backbone.encoder";
        var (p, d, decoder) = (config.Patch, config.Backbone.Width, config.Decoder);
        int width = decoder?.Width ?? d;
        return new GraniteTtmWeights
        {
            Patcher = LinearWeights.Read(checkpoint, $"{Encoder}.patcher", p, d),
            Prefix = config.HasPrefix
                ? TtmPrefix.Read(checkpoint, $"{Encoder}.freq_mod", config.Vocabulary, p, d)
                : null,
            Positions = config.HasPositions
                ? checkpoint.Get($"{Encoder}.positional_encoder.position_enc", config.Patches, d)
                : null,
            Backbone = TtmStack.Read(checkpoint, $"{Encoder}.mlp_mixer_encoder", config.Backbone),
            Adapter = width != d ? LinearWeights.Read(checkpoint, "decoder.adapter", d, width) : null,
            RawEmbedding = config.HasRawResidual
                ? LinearWeights.Read(checkpoint, "decoder.decoder_raw_embedding", p, width)
                : null,
            StaticTables =
            [
                .. config.StaticVocabularies.Select((size, v) => checkpoint.Get(
                    $"decoder.decoder_cat_embedding_layer.embedding_layers.{v}.weight", size, width)),
            ],
            Decoder = decoder is null ? null : TtmStack.Read(checkpoint, "decoder.decoder_block", decoder),
            Head = LinearWeights.Read(
                checkpoint, "head.base_forecast_block", (long)config.Patches * width, config.Prediction),
            Mixing = config.Mixing is { } mixing ? TtmMixingWeights.Read(checkpoint, config, mixing) : null,
        };
    }
}
