using System.Collections.Immutable;
using Tollama.Models.Blocks;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Chronos2;

/// <summary>
/// The tensors of a Chronos-2 checkpoint by what they are; every shape is checked against the config.
/// </summary>
internal sealed record Chronos2Weights
{
    /// <summary>Embedding table <c>(2, d)</c>; row 1 is [REG].</summary>
    public required TensorView Shared { get; init; }

    /// <summary>Embeds a patch of (time, value, mask): 3P → d.</summary>
    public required ResidualMlp InputPatch { get; init; }

    /// <summary>The encoder's blocks, first to last.</summary>
    public required ImmutableArray<Chronos2Block> Blocks { get; init; }

    /// <summary>Weight of the norm after the last block, <c>(d)</c>.</summary>
    public required TensorView FinalNorm { get; init; }

    /// <summary>Reads quantiles out of a token: d → Q·P.</summary>
    public required ResidualMlp OutputPatch { get; init; }

    /// <summary>Finds every tensor.</summary>
    /// <exception cref="Core.Errors.TollamaException">ModelUnsupported: one is missing or of another shape.</exception>
    public static Chronos2Weights Read(SafetensorsCheckpoint checkpoint, Chronos2Config config)
    {
        var (d, f, p) = (config.Model, config.Hidden, config.Patch);
        return new Chronos2Weights
        {
            Shared = checkpoint.Get("shared.weight", config.Vocabulary, d),
            InputPatch = ResidualMlp.Read(checkpoint, "input_patch_embedding", 3L * p, f, d),
            Blocks = [.. Enumerable.Range(0, config.Layers).Select(i => Chronos2Block.Read(checkpoint, config, i))],
            FinalNorm = checkpoint.Get("encoder.final_layer_norm.weight", d),
            OutputPatch = ResidualMlp.Read(
                checkpoint,
                "output_patch_embedding",
                d,
                f,
                (long)config.Quantiles.Length * p),
        };
    }
}
