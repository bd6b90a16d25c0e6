using System.Collections.Immutable;
using Tollama.Models.Blocks;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Graph;

namespace Tollama.Models.Chronos2;

/// <summary>The parts of a Chronos-2 <c>config.json</c> that decide what is computed.</summary>
internal sealed record Chronos2Config
{
    private const int MostWidth = 1 << 16;
    private const int MostLayers = 1 << 10;
    private const int MostLength = 1 << 20;
    private const int MostPatch = 1 << 14;

    /// <summary>Width of the hidden states, d.</summary>
    public required int Model { get; init; }

    /// <summary>Width of a head, k.</summary>
    public required int HeadWidth { get; init; }

    /// <summary>Number of heads, H.</summary>
    public required int Heads { get; init; }

    /// <summary>Width of the perceptrons' hidden layers, F.</summary>
    public required int Hidden { get; init; }

    /// <summary>Number of encoder blocks, L.</summary>
    public required int Layers { get; init; }

    /// <summary>Activation of the perceptrons and residual blocks.</summary>
    public required Func<Value, Value> Activate { get; init; }

    /// <summary>ε of the RMS norms.</summary>
    public required float NormEpsilon { get; init; }

    /// <summary>Base of the rotary embedding.</summary>
    public required double RopeBase { get; init; }

    /// <summary>Rows of the embedding table; row 1 is [REG].</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Most observations that the model looks at.</summary>
    public required int ContextLength { get; init; }

    /// <summary>How the past is cut into patches.</summary>
    public required Patching Patching { get; init; }

    /// <summary>Steps of a patch, P, past and future.</summary>
    public int Patch => Patching.Patch;

    /// <summary>Most patches forecast in one pass.</summary>
    public required int MaxOutputPatches { get; init; }

    /// <summary>Trained quantile levels, ascending.</summary>
    public required ImmutableArray<double> Quantiles { get; init; }

    /// <summary>Whether values are squashed by arsinh after standardisation.</summary>
    public required bool UsesArcsinh { get; init; }

    /// <summary>Divisor of the time index.</summary>
    public required float TimeScale { get; init; }

    /// <summary>H·k, the width of queries, keys and values.</summary>
    public int Inner => Heads * HeadWidth;

    /// <summary>Reads and checks a config.</summary>
    /// <exception cref="Core.Errors.TollamaException">ModelUnsupported: a value that we cannot compute.</exception>
    public static Chronos2Config Read(ConfigSection config)
    {
        var chronos = config.Section("chronos_config");
        int context = chronos.Integer("context_length", 1, MostLength);
        int patch = chronos.Integer("input_patch_size", 1, MostPatch);
        int stride = chronos.Integer("input_patch_stride", 1, patch);
        if (patch % stride != 0)
        {
            throw chronos.Wrong("input_patch_stride", $"a divisor of input_patch_size ({patch})");
        }

        if (chronos.Integer("output_patch_size", 1, MostLength) != patch)
        {
            throw chronos.Wrong("output_patch_size", $"equal to input_patch_size ({patch})");
        }

        if (!chronos.Flag("use_reg_token", fallback: false))
        {
            throw chronos.Wrong("use_reg_token", "true (the network's sequence has a [REG] token)");
        }

        var (activate, isGated) = Activation.OfFeedForward(config);
        if (config.TryText("feed_forward_proj")?.StartsWith("gated", StringComparison.Ordinal) == true)
        {
            throw config.Wrong("feed_forward_proj", "not gated");
        }

        if (isGated)
        {
            throw config.Wrong("is_gated_act", "false");
        }

        int headWidth = config.Integer("d_kv", 2, MostWidth, fallback: 64);
        return new Chronos2Config
        {
            Model = config.Integer("d_model", 1, MostWidth),
            HeadWidth = headWidth % 2 == 0 ? headWidth : throw config.Wrong("d_kv", "even"),
            Heads = config.Integer("num_heads", 1, MostWidth),
            Hidden = config.Integer("d_ff", 1, MostWidth),
            Layers = config.Integer("num_layers", 1, MostLayers),
            Activate = activate,
            NormEpsilon = (float)config.Number("layer_norm_epsilon", 0, 1, fallback: 1e-6),
            RopeBase = config.Number("rope_theta", 1e-6, 1e12, fallback: 10000),
            Vocabulary = 2,
            ContextLength = context,
            Patching = new Patching(patch, stride),
            MaxOutputPatches = chronos.Integer("max_output_patches", 1, MostLength / patch, fallback: 1),
            Quantiles = chronos.QuantileLevels("quantiles"),
            UsesArcsinh = chronos.Flag("use_arcsinh", fallback: false),
            TimeScale = (float)chronos.Number("time_encoding_scale", 1e-6, 1e12, fallback: context),
        };
    }
}
