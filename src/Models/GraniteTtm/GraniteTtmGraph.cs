using System.Collections.Immutable;
using Tollama.Models.Blocks;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;

namespace Tollama.Models.GraniteTtm;

/// <summary>
/// TinyTimeMixer (Ekambaram et al. 2024, "Tiny Time Mixers: fast pre-trained models for enhanced zero/few-shot
/// forecasting of multivariate time series", figure 1): patches of the scaled history are mixed along patches, features
/// and, in fine-tuned models, channels; a linear head reads the whole horizon out of them.
/// <code>
/// rows, channels   series of a call, their channels        C  steps of history
/// n  patches, prefix token included; p steps of a patch    d, dd  width of backbone and decoder
/// h  steps that the head computes, horizon of them are handed out
/// </code>
/// </summary>
internal sealed class GraniteTtmGraph
{
    /// <summary>Input: <c>(rows, C, channels)</c>.</summary>
    public const string Past = "past";

    /// <summary>Input where the prefix is tuned: <c>(rows)</c>, 64-bit tokens.</summary>
    public const string Frequency = "frequency";

    /// <summary>
    /// Input where forecast channels are mixed: <c>(rows, horizon, channels)</c>; only exogenous ones are read.
    /// </summary>
    public const string Future = "future";

    /// <summary>Input where there are static categorical values: <c>(rows, values)</c>, 64-bit.</summary>
    public const string Statics = "statics";

    /// <summary>Input of graphs that are built for it: <c>(rows, C, channels)</c>, 1 where observed.</summary>
    public const string Observed = "observed";

    /// <summary>Output: <c>(rows, horizon, predicted)</c>.</summary>
    public const string Forecast = "forecast";

    private readonly GraphBuilder _graph = new("granite-ttm");
    private readonly GraniteTtmConfig _config;
    private readonly GraniteTtmWeights _weights;
    private readonly GraphTaps _taps;

    private GraniteTtmGraph(GraniteTtmConfig config, GraniteTtmWeights weights, GraphTaps taps)
    {
        (_config, _weights, _taps) = (config, weights, taps);
        _graph.Let("C", config.Context);
        _graph.Let("n", config.Patches);
        _graph.Let("d", config.Backbone.Width);
        _graph.Let("h", config.Prediction);
        _graph.Let("horizon", config.Horizon);
        if (config.HasFixedChannels)
        {
            _graph.Let("channels", config.Channels);
        }
    }

    /// <summary>Builds the graph of a checkpoint.</summary>
    /// <param name="config">Its config.</param>
    /// <param name="weights">Its tensors.</param>
    /// <param name="hasMask">Whether the history may have gaps: adds the input <see cref="Observed"/>.</param>
    /// <param name="taps">Which intermediate values to hand out besides.</param>
    public static GraphSpec Build(GraniteTtmConfig config, GraniteTtmWeights weights, bool hasMask, GraphTaps taps) =>
        new GraniteTtmGraph(config, weights, taps).Build(hasMask);

    private GraphSpec Build(bool hasMask)
    {
        var past = _graph.Input(Past, DType.Float32, "rows", "C", "channels");
        var observed = hasMask ? _graph.Input(Observed, DType.Float32, "rows", "C", "channels") : null;
        var scaled = TtmScaler.Apply(past, observed, _config);
        Tap("scaled", scaled.Values);

        var patches = Patches(scaled.Values);
        var x = _weights.Backbone.Apply(Embed(patches), (i, value) => Tap($"encoder.block{i}", value));
        Tap("backbone_hidden_state", x);
        var y = Decode(x, patches);
        Tap("decoder_hidden_state", y);

        var head = _weights.Head.Apply(y.Reshape("rows", "channels", _weights.Head.Weight.Shape[1]));
        Tap("head.base", head);
        var forecast = Select(head.Transpose(0, 2, 1).As("rows", "h", "channels"), _config.Predicted, 2)
            .First(1, "horizon");
        if (_weights.Mixing is not null)
        {
            forecast += MixChannels(forecast, past);
        }

        _graph.Output(Forecast, scaled.Restore(forecast, value => Select(value, _config.Predicted, 2)));
        return _graph.Build();
    }

    /// <summary>
    /// The history in patches, <c>(rows, channels, n₀, p)</c>; what does not fill a patch is skipped in front.
    /// </summary>
    private Value Patches(Value values)
    {
        var (p, s, count) = (_config.Patch, _config.Stride, _config.ContextPatches);
        int skipped = _config.Context - (p + (s * (count - 1)));
        Value cut;
        if (p == s)
        {
            cut = values.Slice(1, skipped, _config.Context).Reshape("rows", count, p, "channels");
        }
        else
        {
            long[] places = [.. Enumerable.Range(0, count * p).Select(i => (long)skipped + (i / p * s) + (i % p))];
            cut = values.Gather(_graph.Constant(places, count, p), 1);
        }

        var patches = cut.Transpose(0, 3, 1, 2).As("rows", "channels", count, p);
        Tap("patches", patches);
        return patches;
    }

    private Value Embed(Value patches)
    {
        var x = _weights.Patcher.Apply(patches);
        Tap("patch_embedding", x);
        if (_weights.Prefix is { } prefix)
        {
            var token = prefix.Apply(_graph.Input(Frequency, DType.Int64, "rows")).As("rows", "d");
            Tap("prefix_token", token);
            x = _graph.Concat(2, token.Reshape("rows", 1, 1, "d").Expand("rows", "channels", 1, "d"), x);
        }

        x = _weights.Positions is { } positions ? x + _graph.Weight(positions) : x;
        Tap("mixer_input", x);
        return x.As("rows", "channels", "n", "d");
    }

    private Value Decode(Value x, Value patches)
    {
        if (_weights.Decoder is not { } decoder)
        {
            return x;
        }

        int width = decoder.Shape.Width;
        x = _weights.Adapter?.Apply(x) ?? x;
        Tap("decoder.adapter", x);
        if (_weights.RawEmbedding is { } raw)
        {
            // The prefix has no patch of its own: zeros, which the embedding turns into its bias.
            x += raw.Apply(patches.Pad(2, _config.HasPrefix ? 1 : 0, 0));
        }

        if (!_weights.StaticTables.IsEmpty)
        {
            x = _graph.Concat(1, x, StaticChannels(width));
        }

        var y = decoder.Apply(x, (i, value) => Tap($"decoder.block{i}", value));
        return _weights.StaticTables.IsEmpty ? y : y.First(1, "channels");
    }

    /// <summary>
    /// Static categorical values as further channels, the same at every patch: <c>(rows, values, n, dd)</c>.
    /// </summary>
    private Value StaticChannels(int width)
    {
        int count = _weights.StaticTables.Length;
        var statics = _graph.Input(Statics, DType.Int64, "rows", count);
        var channels = _weights.StaticTables.Select((table, v) => _graph.Weight(table)
            .Gather(statics.Slice(1, v, v + 1), 0).Reshape("rows", 1, 1, width).Expand("rows", 1, "n", width));
        return _graph.Concat(1, [.. channels]);
    }

    /// <summary>
    /// Lets predicted and exogenous channels see each other in a window around each step. As the official code does,
    /// the forecast enters in scaled units, history and exogenous future as they were given.
    /// </summary>
    private Value MixChannels(Value forecast, Value past)
    {
        var (mixing, weights) = (_config.Mixing!, _weights.Mixing!); // the caller has asked
        var series = forecast;
        if (!_config.Exogenous.IsEmpty)
        {
            var future = _graph.Input(Future, DType.Float32, "rows", "horizon", "channels");
            series = _graph.Concat(2, forecast, Select(future, _config.Exogenous, 2));
        }

        var u = Windows(series, past, mixing);
        Tap("fcm.windows", u.Transpose(0, 2, 1, 3));
        if (weights.Embedding is not null && weights.Mixer is not null)
        {
            u = weights.Mixer.Apply(weights.Embedding.Apply(u), static (_, _) => { });
            Tap("fcm.exog_mixer", u);
        }

        var flat = u.Reshape("rows", "horizon", mixing.Channels * mixing.Features);
        flat = weights.Gate is { } gate ? flat * gate.Apply(flat).Softmax() : flat;
        Tap("fcm.fcm_gating_block", flat);
        return weights.Output.Apply(flat);
    }

    /// <summary>
    /// Windows of <c>2k + 1</c> steps around each step, <c>(rows, horizon, mixed channels, window)</c>.
    /// </summary>
    private Value Windows(Value series, Value past, TtmForecastMixing mixing)
    {
        var (k, w) = (mixing.Reach, mixing.Window);
        if (k > 0)
        {
            int end = _config.Context - mixing.PastOffset;
            var before = past.Slice(1, end - k, end);
            var channels = _config.Predicted.IsEmpty && _config.Exogenous.IsEmpty
                ? before
                : Select(before, [.. _config.Predicted, .. _config.Exogenous], 2);
            series = mixing.PrependsPast ? _graph.Concat(1, channels, series).Pad(1, 0, k) : series.Pad(1, k, k);
        }

        long[] places = [.. Enumerable.Range(0, _config.Horizon * w).Select(i => (long)(i / w) + (i % w))];
        return series.Gather(_graph.Constant(places, _config.Horizon, w), 1).Transpose(0, 1, 3, 2)
            .As("rows", "horizon", mixing.Channels, w);
    }

    private Value Select(Value value, ImmutableArray<int> indices, int axis) => indices.IsEmpty
        ? value
        : value.Gather(_graph.Constant([.. indices.Select(index => (long)index)], indices.Length), axis);

    private void Tap(string name, Value value) => _taps.Offer(_graph, name, value);
}
