using System.Collections.Immutable;
using Tollama.Models.Blocks;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Graph;

namespace Tollama.Models.ChronosBolt;

/// <summary>The parts of a Chronos-Bolt <c>config.json</c> that decide what is computed.</summary>
internal sealed record ChronosBoltConfig
{
    private const int MostWidth = 1 << 16;
    private const int MostLayers = 1 << 10;
    private const int MostLength = 1 << 20;
    private const int MostPatch = 1 << 14;
    private const int MostDistance = 1 << 16;

    /// <summary>Width of the hidden states, d.</summary>
    public required int Model { get; init; }

    /// <summary>Width of a head, k.</summary>
    public required int HeadWidth { get; init; }

    /// <summary>Number of heads, H.</summary>
    public required int Heads { get; init; }

    /// <summary>Width of the perceptrons' hidden layers, F.</summary>
    public required int Hidden { get; init; }

    /// <summary>Encoder blocks.</summary>
    public required int EncoderLayers { get; init; }

    /// <summary>Decoder blocks.</summary>
    public required int DecoderLayers { get; init; }

    /// <summary>Activation of the perceptrons and residual blocks.</summary>
    public required Func<Value, Value> Activate { get; init; }

    /// <summary>Whether the perceptrons' activation gates a second projection.</summary>
    public required bool IsGated { get; init; }

    /// <summary>ε of the RMS norms.</summary>
    public required float NormEpsilon { get; init; }

    /// <summary>Buckets of the relative position bias.</summary>
    public required int Buckets { get; init; }

    /// <summary>Distance from which on all positions share a bucket.</summary>
    public required int MaxDistance { get; init; }

    /// <summary>Row of the embedding table that starts the decoder.</summary>
    public required int StartToken { get; init; }

    /// <summary>Whether a [REG] token follows the patches.</summary>
    public required bool HasRegister { get; init; }

    /// <summary>Most observations that the model looks at.</summary>
    public required int ContextLength { get; init; }

    /// <summary>How the context is cut into patches.</summary>
    public required Patching Patching { get; init; }

    /// <summary>Steps of a patch, P.</summary>
    public int Patch => Patching.Patch;

    /// <summary>Steps forecast in one pass, h.</summary>
    public required int Horizon { get; init; }

    /// <summary>Trained quantile levels, ascending.</summary>
    public required ImmutableArray<double> Quantiles { get; init; }

    /// <summary>H·k, the width of queries, keys and values.</summary>
    public int Inner => Heads * HeadWidth;

    /// <summary>Rows of the embedding table; row 1 is [REG] where there is one.</summary>
    public int Vocabulary => HasRegister ? 2 : 1;

    /// <summary>Reads and checks a config.</summary>
    /// <exception cref="Core.Errors.TollamaException">ModelUnsupported: a value that we cannot compute.</exception>
    public static ChronosBoltConfig Read(ConfigSection config)
    {
        var chronos = config.Section("chronos_config");
        int patch = chronos.Integer("input_patch_size", 1, MostPatch);
        int stride = chronos.Integer("input_patch_stride", 1, patch, fallback: patch);
        if (patch % stride != 0)
        {
            throw chronos.Wrong("input_patch_stride", $"a divisor of input_patch_size ({patch})");
        }

        var (activate, isGated) = Activation.OfFeedForward(config);
        bool hasRegister = chronos.Flag("use_reg_token", fallback: false);
        int layers = config.Integer("num_layers", 1, MostLayers, fallback: 6);
        int buckets = config.Integer("relative_attention_num_buckets", 4, MostDistance, fallback: 32);
        return new ChronosBoltConfig
        {
            Model = config.Integer("d_model", 1, MostWidth),
            HeadWidth = config.Integer("d_kv", 1, MostWidth, fallback: 64),
            Heads = config.Integer("num_heads", 1, MostWidth, fallback: 8),
            Hidden = config.Integer("d_ff", 1, MostWidth, fallback: 2048),
            EncoderLayers = layers,
            DecoderLayers = config.Integer("num_decoder_layers", 1, MostLayers, fallback: layers),
            Activate = activate,
            IsGated = isGated,
            NormEpsilon = (float)config.Number("layer_norm_epsilon", 0, 1, fallback: 1e-6),
            Buckets = buckets,
            MaxDistance = config.Integer(
                "relative_attention_max_distance",
                (buckets / 4) + 1,
                MostDistance,
                fallback: 128),
            StartToken = config.Integer("decoder_start_token_id", 0, hasRegister ? 1 : 0, fallback: 0),
            HasRegister = hasRegister,
            ContextLength = chronos.Integer("context_length", 1, MostLength),
            Patching = new Patching(patch, stride),
            Horizon = chronos.Integer("prediction_length", 1, MostLength),
            Quantiles = chronos.QuantileLevels("quantiles"),
        };
    }
}
