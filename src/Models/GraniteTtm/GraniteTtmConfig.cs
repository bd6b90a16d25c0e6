using System.Collections.Immutable;
using Tollama.Core.Errors;
using Tollama.Models.Checkpoints;

namespace Tollama.Models.GraniteTtm;

/// <summary>
/// What a TinyTimeMixer's <c>config.json</c> says (releases r1, r2, r2.1). Keys that a release lacks have their
/// defaults; switches of the newer r3 network, which is another graph, are refused.
/// </summary>
internal sealed record GraniteTtmConfig
{
    private const int MaxLength = 1 << 16;
    private const int MaxWidth = 1 << 13;
    private const int MaxChannels = 4096;

    /// <summary>Steps of history the network reads, exactly.</summary>
    public required int Context { get; init; }

    /// <summary>Steps the head computes.</summary>
    public required int Prediction { get; init; }

    /// <summary>Steps that are handed out: <see cref="Prediction"/>, or fewer with an output filter.</summary>
    public required int Horizon { get; init; }

    /// <summary>Steps of a patch.</summary>
    public required int Patch { get; init; }

    /// <summary>Steps from one patch to the next.</summary>
    public required int Stride { get; init; }

    /// <summary>Patches of the context.</summary>
    public required int ContextPatches { get; init; }

    /// <summary>Whether a token of the frequency goes in front of the patches.</summary>
    public required bool HasPrefix { get; init; }

    /// <summary>Number of frequency tokens.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Patches that are mixed, prefix included.</summary>
    public int Patches => ContextPatches + (HasPrefix ? 1 : 0);

    /// <summary>Width of the backbone and how it is built.</summary>
    public required TtmStackShape Backbone { get; init; }

    /// <summary>The decoder; null where the head reads the backbone.</summary>
    public required TtmStackShape? Decoder { get; init; }

    /// <summary>Whether the raw patches are embedded once more for the decoder.</summary>
    public required bool HasRawResidual { get; init; }

    /// <summary>Whether a table of positions is added to the patches.</summary>
    public required bool HasPositions { get; init; }

    /// <summary>Channels of the checkpoint; binding only where channels are mixed.</summary>
    public required int Channels { get; init; }

    /// <summary>How each channel is scaled by its own history.</summary>
    public required TtmScaling Scaling { get; init; }

    /// <summary>Least variance or scale, see <see cref="TtmScaling"/>.</summary>
    public required double MinimumScale { get; init; }

    /// <summary>Channels that are forecast, ascending; empty for all.</summary>
    public required ImmutableArray<int> Predicted { get; init; }

    /// <summary>Channels whose future is given, ascending.</summary>
    public required ImmutableArray<int> Exogenous { get; init; }

    /// <summary>Vocabularies of static categorical values that the decoder reads.</summary>
    public required ImmutableArray<int> StaticVocabularies { get; init; }

    /// <summary>Mixing of the forecast's channels; null where there is none.</summary>
    public required TtmForecastMixing? Mixing { get; init; }

    /// <summary>Whether number and order of the channels are fixed by the weights.</summary>
    public bool HasFixedChannels => Backbone.MixesChannels || Decoder?.MixesChannels == true || Mixing is not null;

    /// <summary>
    /// The config for a request's target: where channels are kept apart, it is the only one that the network is given.
    /// </summary>
    public GraniteTtmConfig ForTarget() =>
        HasFixedChannels || Predicted.IsEmpty || Predicted[0] != 0 ? this : this with { Predicted = [] };

    /// <summary>Number of channels that are forecast.</summary>
    public int PredictedCount => Predicted.IsEmpty ? Channels : Predicted.Length;

    /// <summary>Reads and checks a config.</summary>
    /// <exception cref="TollamaException">ModelUnsupported, naming key and value.</exception>
    public static GraniteTtmConfig Read(ConfigSection config)
    {
        GraniteTtmSwitches.RequireKnownNetwork(config);
        int context = config.Integer("context_length", 2, MaxLength);
        int patch = config.Integer("patch_length", 1, MaxLength);
        int stride = config.Integer("patch_stride", 1, MaxLength);
        if (patch >= context)
        {
            throw config.Wrong("patch_length", $"less than context_length ({context})");
        }

        int contextPatches = ((context - patch) / stride) + 1;
        bool hasPrefix = config.Flag("resolution_prefix_tuning", fallback: false);
        int patches = contextPatches + (hasPrefix ? 1 : 0);
        if (config.Has("num_patches") && config.Integer("num_patches", 1, MaxLength) != patches)
        {
            throw config.Wrong("num_patches", $"{patches}, as context, patch and prefix imply");
        }

        int channels = config.Integer("num_input_channels", 1, MaxChannels, fallback: 1);
        int prediction = config.Integer("prediction_length", 1, MaxLength);
        var scaling = GraniteTtmSwitches.Scaling(config);
        var vocabularies = GraniteTtmSwitches.Integers(config, "categorical_vocab_size_list", 1, MaxLength);
        var exogenous = GraniteTtmSwitches.ChannelIndices(config, "exogenous_channel_indices", channels);
        var predicted = GraniteTtmSwitches.ChannelIndices(config, "prediction_channel_indices", channels);
        if (predicted.IsEmpty && !exogenous.IsEmpty)
        {
            predicted = [.. Enumerable.Range(0, channels).Except(exogenous)];
            predicted = predicted.IsEmpty
                ? throw config.Wrong("exogenous_channel_indices", "some of the channels")
                : predicted;
        }

        var decoder = config.Flag("use_decoder", fallback: true)
            ? TtmStackShape.ReadDecoder(config, patches, channels + vocabularies.Length, MaxWidth)
            : null;
        int horizon = config.Integer("prediction_filter_length", 1, prediction, fallback: prediction);
        return new GraniteTtmConfig
        {
            Context = context,
            Prediction = prediction,
            Horizon = horizon,
            Patch = patch,
            Stride = stride,
            ContextPatches = contextPatches,
            HasPrefix = hasPrefix,
            Vocabulary = config.Integer("frequency_token_vocab_size", 1, MaxLength, fallback: 5),
            Backbone = TtmStackShape.ReadBackbone(config, patches, channels, MaxWidth),
            Decoder = decoder,
            HasRawResidual = decoder is not null && config.Flag("decoder_raw_residual", fallback: false),
            HasPositions = config.Flag("use_positional_encoding", fallback: false),
            Channels = channels,
            Scaling = scaling,
            MinimumScale = config.Number("minimum_scale", 0, 1e6, fallback: scaling == TtmScaling.Mean ? 1e-10 : 1e-5),
            Predicted = predicted,
            Exogenous = exogenous,
            StaticVocabularies = decoder is null ? [] : vocabularies,
            Mixing = config.Flag("enable_forecast_channel_mixing", fallback: false)
                ? TtmForecastMixing.Read(config, context, channels, predicted.Length, exogenous.Length)
                : null,
        };
    }
}
