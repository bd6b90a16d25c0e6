using Tollama.Models.Checkpoints;

namespace Tollama.Models.GraniteTtm;

/// <summary>Mixing of forecast channels with each other and with known future values (§"fcm" of the config).</summary>
internal sealed record TtmForecastMixing
{
    private const int MaxReach = 1024;
    private const int MaxLayers = 512;

    /// <summary>Steps that a window reaches to either side of its step.</summary>
    public required int Reach { get; init; }

    /// <summary>Steps of a window.</summary>
    public int Window => (2 * Reach) + 1;

    /// <summary>Layers that mix the windows; 0 for none.</summary>
    public required int Layers { get; init; }

    /// <summary>Whether windows pass a gate.</summary>
    public required bool HasGate { get; init; }

    /// <summary>Whether the history stands in front of the first windows, instead of zeros.</summary>
    public required bool PrependsPast { get; init; }

    /// <summary>How many of the last steps of the history are skipped in doing so.</summary>
    public required int PastOffset { get; init; }

    /// <summary>Channels in a window: predicted, then exogenous.</summary>
    public required int Channels { get; init; }

    /// <summary>Features of a channel in a window.</summary>
    public int Features => Layers > 0 ? 2 * Window : Window;

    /// <summary>The stack that mixes windows: channels take the place of patches.</summary>
    public TtmStackShape Stack(TtmStackShape backbone) => backbone with
    {
        Width = Features,
        Patches = Channels,
        Layers = Layers,
        Levels = 0,
        MixesChannels = false,
        HasGates = HasGate,
    };

    /// <summary>Reads the keys of the mixing.</summary>
    /// <param name="config">The config.</param>
    /// <param name="context">Steps of the history.</param>
    /// <param name="channels">Channels of the checkpoint.</param>
    /// <param name="predicted">Channels that are forecast; 0 for all.</param>
    /// <param name="exogenous">Channels whose future is given.</param>
    public static TtmForecastMixing Read(ConfigSection config, int context, int channels, int predicted, int exogenous)
    {
        int heads = GraniteTtmSwitches.AttentionHeads(config);
        int reach = config.Integer("fcm_context_length", 0, Math.Min(MaxReach, context), fallback: 1);
        bool hasMixer = config.Flag("fcm_use_mixer", fallback: false);
        bool hasGate = config.Flag("fcm_gated_attn", fallback: true);
        if (reach == 0 && (hasMixer || !hasGate))
        {
            throw config.Wrong("fcm_context_length", "at least 1 with a mixer or without a gate");
        }

        var mixing = new TtmForecastMixing
        {
            Reach = reach,
            Layers = hasMixer ? config.Integer("fcm_mix_layers", 1, MaxLayers, fallback: 2) : 0,
            HasGate = hasGate,
            PrependsPast = config.Flag("fcm_prepend_past", fallback: true),
            // The official slice is empty for an offset of 0, which its windows then refuse.
            PastOffset = config.Integer("fcm_prepend_past_offset", 1, context - reach, fallback: 0),
            Channels = (predicted == 0 ? channels : predicted) + exogenous,
        };
        bool attends = heads > 0 && mixing is { Layers: > 0, Channels: > 1 };
        return attends && mixing.Features % heads != 0
            ? throw config.Wrong("self_attn_heads", $"a divisor of {mixing.Features}, the width of the mixed windows")
            : mixing;
    }
}
