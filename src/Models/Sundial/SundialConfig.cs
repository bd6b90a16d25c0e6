using Tollama.Models.Blocks;
using Tollama.Models.Checkpoints;
using Tollama.Onnx.Graph;

namespace Tollama.Models.Sundial;

/// <summary>
/// Configuration of a Sundial checkpoint (models/sundial §2). <c>rope_theta</c> is not read, as in the authors' code.
/// </summary>
internal sealed record SundialConfig
{
    /// <summary>Channels of the time embedding: fixed by the authors' code.</summary>
    public const int TimeChannels = 256;

    /// <summary>Points of a patch.</summary>
    public required int Patch { get; init; }

    /// <summary>Model width.</summary>
    public required int Width { get; init; }

    /// <summary>Width of the perceptrons.</summary>
    public required int Hidden { get; init; }

    /// <summary>Activation of the embedding and of the decoder's perceptrons; the flow has its own.</summary>
    public required Func<Value, Value> Activate { get; init; }

    /// <summary>Decoder layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Attention heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Steps that one pass of the flow gives.</summary>
    public required int Block { get; init; }

    /// <summary>Residual blocks of the flow network.</summary>
    public required int FlowDepth { get; init; }

    /// <summary>Euler steps of the flow.</summary>
    public required int FlowSteps { get; init; }

    /// <summary>Channels of one head.</summary>
    public int HeadDim => Width / Heads;

    /// <summary>
    /// The longest horizon under a limit: a block that is no whole number of patches cannot be fed back, so that it is
    /// all.
    /// </summary>
    public int LongestHorizon(int limit) => Block % Patch == 0 ? limit : Math.Min(limit, Block);

    /// <summary>Reads and checks a config.</summary>
    /// <exception cref="Core.Errors.TollamaException">
    /// ModelUnsupported: a key is missing, of a wrong type or out of range.
    /// </exception>
    public static SundialConfig Read(ConfigSection config)
    {
        int width = config.Integer("hidden_size", 2, 1 << 16);
        int heads = config.Integer("num_attention_heads", 1, 4096);
        if (width % heads != 0 || width / heads % 2 != 0)
        {
            throw config.Wrong(
                "num_attention_heads",
                $"a divisor of hidden_size {width} that leaves heads of even width");
        }

        int patch = config.Integer("input_token_len", 1, 4096);
        double block = config.Numbers("output_token_lens", 1, 64)[^1];
        if (block is not (>= 1 and <= 65_536) || block != Math.Floor(block))
        {
            throw config.Wrong("output_token_lens", "a list of whole numbers from 1 to 65536");
        }

        return new SundialConfig
        {
            Patch = patch,
            Width = width,
            Hidden = config.Integer("intermediate_size", 1, 1 << 18),
            Activate = Activation.Find(
                config, "hidden_act", config.Has("hidden_act") ? config.Text("hidden_act") : "silu"),
            Layers = config.Integer("num_hidden_layers", 1, 1024),
            Heads = heads,
            Block = (int)block,
            FlowDepth = config.Integer("flow_loss_depth", 1, 256),
            FlowSteps = config.Integer("num_sampling_steps", 1, 1000),
        };
    }
}
