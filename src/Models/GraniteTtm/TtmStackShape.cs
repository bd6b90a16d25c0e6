using Tollama.Models.Checkpoints;

namespace Tollama.Models.GraniteTtm;

/// <summary>Sizes and switches of one stack of mixer layers.</summary>
internal sealed record TtmStackShape
{
    private const int MaxLayers = 512;
    private const int MaxLevels = 12;
    private const int LeastWidth = 4;

    /// <summary>Width of a patch.</summary>
    public required int Width { get; init; }

    /// <summary>Patches, prefix included.</summary>
    public required int Patches { get; init; }

    /// <summary>Layers of each level, or of the stack where there are no levels.</summary>
    public required int Layers { get; init; }

    /// <summary>Levels of adaptive patching; 0 for none.</summary>
    public required int Levels { get; init; }

    /// <summary>Widening of the perceptrons.</summary>
    public required int Expansion { get; init; }

    /// <summary>Channels, where they are mixed.</summary>
    public required int Channels { get; init; }

    /// <summary>Whether a layer mixes channels.</summary>
    public required bool MixesChannels { get; init; }

    /// <summary>Whether a mixer ends in a gate.</summary>
    public required bool HasGates { get; init; }

    /// <summary>Heads of the attention beside the patch mixer; 0 for none.</summary>
    public required int AttentionHeads { get; init; }

    /// <summary>Whether layers are normalised by stored statistics instead of over their features.</summary>
    public required bool HasBatchNorm { get; init; }

    /// <summary>ε of the norms.</summary>
    public required float NormEpsilon { get; init; }

    /// <summary>The stack of the encoder.</summary>
    public static TtmStackShape ReadBackbone(ConfigSection config, int patches, int channels, int maxWidth)
    {
        var shape = Read(config, patches, channels) with
        {
            Width = config.Integer("d_model", 1, maxWidth),
            Layers = config.Integer("num_layers", 0, MaxLayers),
            Levels = config.Integer("adaptive_patching_levels", 0, MaxLevels, fallback: 0),
            MixesChannels = GraniteTtmSwitches.MixesChannels(config, "mode"),
        };
        shape.RequireWholeWidths(config, "d_model");
        return shape;
    }

    /// <summary>The stack of the decoder.</summary>
    public static TtmStackShape ReadDecoder(ConfigSection config, int patches, int channels, int maxWidth)
    {
        bool mixes = GraniteTtmSwitches.MixesChannels(config, "decoder_mode");
        if (!mixes && config.Has("categorical_vocab_size_list"))
        {
            throw config.Wrong("decoder_mode", "mix_channel, as there are static categorical values");
        }

        var shape = Read(config, patches, channels) with
        {
            Width = config.Integer("decoder_d_model", 1, maxWidth, fallback: 8),
            Layers = config.Integer("decoder_num_layers", 0, MaxLayers, fallback: 8),
            Levels = config.Integer("decoder_adaptive_patching_levels", 0, MaxLevels, fallback: 0),
            MixesChannels = mixes,
        };
        shape.RequireWholeWidths(config, "decoder_d_model");
        return shape;
    }

    /// <summary>
    /// Factor by which a level's patches are cut finer: 2^(levels − 1 − level), the first level the finest; 1 where the
    /// width would shrink to 4 or less.
    /// </summary>
    public int Factor(int level)
    {
        int factor = 1 << (Levels - 1 - level);
        return Width / factor <= LeastWidth ? 1 : factor;
    }

    private void RequireWholeWidths(ConfigSection config, string key)
    {
        for (int level = 0; level < Math.Max(Levels, 1); level++)
        {
            int factor = Levels == 0 ? 1 : Factor(level);
            if (Width % factor != 0 || (AttentionHeads > 0 && Width / factor % AttentionHeads != 0))
            {
                throw config.Wrong(
                    key,
                    $"a multiple of {factor * Math.Max(AttentionHeads, 1)}, for its levels and heads");
            }
        }
    }

    /// <summary>What both stacks share; the rest is set by the callers.</summary>
    private static TtmStackShape Read(ConfigSection config, int patches, int channels) =>
        new()
        {
            Width = 0,
            Layers = 0,
            Levels = 0,
            MixesChannels = false,
            Patches = patches,
            Channels = channels,
            Expansion = config.Integer("expansion_factor", 1, 64, fallback: 2),
            HasGates = config.Flag("gated_attn", fallback: true),
            AttentionHeads = GraniteTtmSwitches.AttentionHeads(config),
            HasBatchNorm = config.TryText("norm_mlp")?.Contains("batch", StringComparison.OrdinalIgnoreCase) == true,
            NormEpsilon = (float)config.Number("norm_eps", 1e-12, 1, fallback: 1e-5),
        };
}
