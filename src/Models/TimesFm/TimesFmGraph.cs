using Tollama.Models.Blocks;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.TimesFm;

/// <summary>
/// The network of TimesFM 2.5 for rows without padding patches (models/timesfm-2.5 §4; Das et al., "A decoder-only
/// foundation model for time-series forecasting", ICML 2024, figure 1, with the changes of release 2.5:
/// rotary positions, normalised queries and keys, a head for quantiles over a long horizon).
/// <code>
/// batch    rows                        tokens   patches of each row
/// points   positions of the point head spreads  positions of the quantile head (may be none)
/// </code>
/// Positions count <c>row · tokens + patch</c>: heads are evaluated where they are read, nowhere else.
/// </summary>
internal sealed class TimesFmGraph
{
    private const double LongestWave = 10_000;
    private const float Unseen = -1e30f;

    private readonly GraphBuilder _g = new("timesfm-2.5");
    private readonly TimesFmConfig _config;
    private readonly TimesFmWeights _weights;

    private TimesFmGraph(TimesFmConfig config, SafetensorsCheckpoint checkpoint)
    {
        _config = config;
        _weights = new TimesFmWeights(_g, checkpoint, config);
        _g.Let("width", config.Width);
        _g.Let("heads", config.Heads);
        _g.Let("head_dim", config.HeadDim);
    }

    /// <summary>Describes the network of a checkpoint.</summary>
    public static GraphSpec Build(TimesFmConfig config, SafetensorsCheckpoint checkpoint) =>
        new TimesFmGraph(config, checkpoint).Build();

    private GraphSpec Build()
    {
        var patches = _g.Input("patches", DType.Float32, "batch", "tokens", _config.Patch);
        var mask = _g.Input("mask", DType.Float32, "batch", "tokens", _config.Patch);
        var points = _g.Input("point_positions", DType.Int64, "points");
        var spreads = _g.Input("quantile_positions", DType.Int64, "spreads");

        var h = Residual(_g.Concat(-1, patches, mask), _weights.Tokenizer()).As("batch", "tokens", "width");
        var rotation = RotaryEmbedding.Create(_g, "tokens", _config.HeadDim, LongestWave);
        var causal = CausalBias();
        for (int i = 0; i < _config.Layers; i++)
        {
            using (_g.Scope($"layer.{i}"))
            {
                h = Layer(h, _weights.Layer(i), rotation, causal);
            }
        }

        var flat = h.Reshape(Dim.Symbol("batch") * "tokens", "width");
        _g.Output("points", Residual(flat.Gather(points, 0), _weights.PointHead()));
        _g.Output("quantiles", Residual(flat.Gather(spreads, 0), _weights.QuantileHead()));
        return _g.Build();
    }

    private Value Layer(Value h, TimesFmLayer layer, RotaryEmbedding rotation, Value causal)
    {
        var attended = Attention(h.RmsNorm(layer.PreAttention, _config.NormEpsilon), layer, rotation, causal);
        h += attended.RmsNorm(layer.PostAttention, _config.NormEpsilon);
        var inner = h.RmsNorm(layer.PreFeedForward, _config.NormEpsilon).Linear(layer.FeedForwardIn).Silu();
        return h + inner.Linear(layer.FeedForwardOut).RmsNorm(layer.PostFeedForward, _config.NormEpsilon);
    }

    private Value Attention(Value u, TimesFmLayer layer, RotaryEmbedding rotation, Value causal)
    {
        Value[] projected = layer.Fused is null
            ? [.. layer.Separate.Select(weight => u.Linear(weight))]
            : u.Linear(layer.Fused).Split(-1, 3);
        var q = NormaliseHeads(rotation.Apply(projected[0]), layer.QueryNorm);
        var k = NormaliseHeads(rotation.Apply(projected[1]), layer.KeyNorm);
        // The factor of the scores lies in the norm of the queries.
        var mixed = MultiHeadAttention.Apply(q, k, projected[2], _config.Heads, scale: 1, bias: causal);
        return mixed.Linear(layer.Output);
    }

    /// <summary>RMS norm of every head, <c>(batch, tokens, width)</c>.</summary>
    private Value NormaliseHeads(Value projected, Value weight) => projected
        .Reshape("batch", "tokens", "heads", "head_dim")
        .RmsNorm(weight, _config.NormEpsilon)
        .Reshape("batch", "tokens", "width");

    /// <summary>
    /// 0 where a patch may look, a huge negative number where it may not: <c>(1, 1, tokens, tokens)</c>.
    /// </summary>
    private Value CausalBias()
    {
        var index = _g.Range("tokens");
        var sees = index.Unsqueeze(0).LessOrEqual(index.Unsqueeze(1));
        return sees.Where(_g.Scalar(DType.Float32, 0), Unseen).As("tokens", "tokens").Unsqueeze(0, 1);
    }

    private static Value Residual(Value x, TimesFmResidual block)
    {
        var inner = x.Linear(block.Hidden, block.HiddenBias).Silu();
        return inner.Linear(block.Output, block.OutputBias) + x.Linear(block.Skip, block.SkipBias);
    }
}
