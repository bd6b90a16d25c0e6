using System.Collections.Immutable;
using Tollama.Models.Checkpoints;

namespace Tollama.Models.Moirai;

/// <summary>Configuration of a Moirai 2 checkpoint (models/moirai-2 §2).</summary>
internal sealed record MoiraiConfig
{
    // The authors' code makes as many heads as this goes into the width; what is left over widens each of them.
    private const int LeastHeadDim = 64;

    /// <summary>Model width: as many heads as there are whole 64s in it, each a multiple of four.</summary>
    public required int Width { get; init; }

    /// <summary>Width of the gated perceptron.</summary>
    public required int Hidden { get; init; }

    /// <summary>Encoder layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Points of a patch.</summary>
    public required int Patch { get; init; }

    /// <summary>Patches that one token predicts.</summary>
    public required int PredictedPatches { get; init; }

    /// <summary>Quantile levels of the head, ascending.</summary>
    public required ImmutableArray<double> Levels { get; init; }

    /// <summary>Attention heads.</summary>
    public int Heads => Width / LeastHeadDim;

    /// <summary>Channels of a head: 64 where the width is a multiple of it, else a little more.</summary>
    public int HeadDim => Width / Heads;

    /// <summary>Channels of a head that are rotated: its first half.</summary>
    public int RotaryDim => HeadDim / 2;

    /// <summary>Numbers that one token predicts: predicted patches × levels × patch.</summary>
    public int Outputs => PredictedPatches * Levels.Length * Patch;

    /// <summary>
    /// Whether a config describes Moirai 2: 1.x has <c>patch_sizes</c> and <c>distr_output</c> instead.
    /// </summary>
    public static bool Describes(ConfigSection config) =>
        config.Has("num_predict_token") && config.Has("quantile_levels") && config.Has("patch_size");

    /// <summary>Reads and checks a config.</summary>
    /// <exception cref="Core.Errors.TollamaException">
    /// ModelUnsupported: a key is missing, of a wrong type or out of range.
    /// </exception>
    public static MoiraiConfig Read(ConfigSection config)
    {
        int width = config.Integer("d_model", LeastHeadDim, 1 << 16);
        int heads = width / LeastHeadDim;
        if (width % (4 * heads) != 0)
        {
            throw config.Wrong("d_model", $"a multiple of {4 * heads}, for {heads} heads of pairs in either half");
        }

        if (!config.Flag("scaling", true))
        {
            throw config.Wrong("scaling", "true: the authors' own code cannot forecast without it");
        }

        return new MoiraiConfig
        {
            Width = width,
            Hidden = config.Integer("d_ff", 1, 1 << 18),
            Layers = config.Integer("num_layers", 1, 1024),
            Patch = config.Integer("patch_size", 1, 4096),
            PredictedPatches = config.Integer("num_predict_token", 1, 4096),
            Levels = config.QuantileLevels("quantile_levels"),
        };
    }
}
