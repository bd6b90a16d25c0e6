using System.Collections.Immutable;
using Tollama.Models.Checkpoints;

namespace Tollama.Models.GraniteTtm;

/// <summary>
/// Parts of <c>config.json</c> that are lists, choices, or switches of networks that are not this one.
/// </summary>
internal static class GraniteTtmSwitches
{
    /// <summary>Keys of the r3 network that must be false.</summary>
    private static readonly ImmutableArray<string> NewerFlags =
    [
        "multi_scale", "multi_quantile_head", "decompose", "enable_base_norm_always", "use_register_context_gating",
    ];

    /// <summary>Keys of the r3 network that must be 0.</summary>
    private static readonly ImmutableArray<string> NewerCounts = ["register_tokens", "fft_length"];

    /// <summary>Refuses what is another graph.</summary>
    public static void RequireKnownNetwork(ConfigSection config)
    {
        foreach (string key in NewerFlags)
        {
            if (config.Flag(key, fallback: false))
            {
                throw config.Wrong(key, "false: newer networks are not computed here");
            }
        }

        foreach (string key in NewerCounts)
        {
            if (config.Integer(key, 0, int.MaxValue, fallback: 0) != 0)
            {
                throw config.Wrong(key, "0: newer networks are not computed here");
            }
        }

        RequireText(config, "gate_mode", "softmax");
        if (config.Has("masked_context_length"))
        {
            throw config.Wrong("masked_context_length", "null");
        }

        if (config.TryText("loss") == "nll")
        {
            throw config.Wrong("loss", "one of a point forecast");
        }

        if (config.Integer("scaling_dim", 0, 3, fallback: 1) != 1 || !config.Flag("keepdim", fallback: true))
        {
            throw config.Wrong("scaling_dim", "1, with keepdim");
        }
    }

    /// <summary>
    /// The kind of scaling: <c>"std"</c>, true or absent; <c>"mean"</c>; anything else, null too, none.
    /// </summary>
    public static TtmScaling Scaling(ConfigSection config) => config.TryText("scaling") switch
    {
        "std" => TtmScaling.Standard,
        "mean" => TtmScaling.Mean,
        null when config.IsNull("scaling") => TtmScaling.None,
        null when config.Flag("scaling", fallback: true) => TtmScaling.Standard,
        _ => TtmScaling.None,
    };

    /// <summary>Whether a stack mixes channels.</summary>
    public static bool MixesChannels(ConfigSection config, string key) => config.TryText(key) switch
    {
        "mix_channel" => true,
        "common_channel" => false,
        null when !config.Has(key) => false,
        _ => throw config.Wrong(key, "common_channel or mix_channel"),
    };

    /// <summary>Heads of the attention beside patch mixers; 0 for none.</summary>
    public static int AttentionHeads(ConfigSection config) =>
        config.Flag("self_attn", fallback: false) ? config.Integer("self_attn_heads", 1, 1024, fallback: 1) : 0;

    /// <summary>Numbers of channels, ascending; empty where there are none.</summary>
    public static ImmutableArray<int> ChannelIndices(ConfigSection config, string key, int channels)
    {
        var indices = Integers(config, key, 0, channels - 1);
        return indices.Distinct().Count() == indices.Length
            ? indices.Sort()
            : throw config.Wrong(key, "a list without repetitions");
    }

    /// <summary>A list of integers of a range; empty where the key is absent, null or an empty list.</summary>
    public static ImmutableArray<int> Integers(ConfigSection config, string key, int minimum, int maximum)
    {
        const int LongestList = 4096;
        if (!config.Has(key))
        {
            return [];
        }

        var numbers = config.Numbers(key, 0, LongestList);
        return numbers.All(number => number >= minimum && number <= maximum && number == Math.Truncate(number))
            ? [.. numbers.Select(number => (int)number)]
            : throw config.Wrong(key, $"a list of integers from {minimum} to {maximum}");
    }

    private static void RequireText(ConfigSection config, string key, string only)
    {
        if (config.Has(key) && config.TryText(key) != only)
        {
            throw config.Wrong(key, $"\"{only}\": newer networks are not computed here");
        }
    }
}
