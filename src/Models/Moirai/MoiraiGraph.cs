using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Moirai;

/// <summary>
/// The network of Moirai 2 (Liu et al., "Moirai 2.0: When less is more for time series forecasting", arXiv 2511.11698;
/// the packed encoder of Woo et al., ICML 2024, §3.2, made causal in time; models/moirai-2 §4.3).
/// <code>
/// batch   packed rows              tokens   patches of all variates of a row, in any order
/// picks   tokens that are read, counted row · tokens + token
/// </code>
/// Order and identity are carried by the ids, not by the place of a token.
/// </summary>
internal sealed class MoiraiGraph
{
    private const float Epsilon = 1e-5f;
    private const float Forbidden = -1e9f;

    private readonly GraphBuilder _g = new("moirai-2");
    private readonly MoiraiConfig _config;
    private readonly MoiraiWeights _weights;

    private MoiraiGraph(MoiraiConfig config, SafetensorsCheckpoint checkpoint)
    {
        _config = config;
        _weights = new MoiraiWeights(_g, checkpoint, config);
        _g.Let("width", config.Width);
        _g.Let("heads", config.Heads);
        _g.Let("head_dim", config.HeadDim);
    }

    /// <summary>Describes the network of a checkpoint.</summary>
    public static GraphSpec Build(MoiraiConfig config, SafetensorsCheckpoint checkpoint) =>
        new MoiraiGraph(config, checkpoint).Build();

    private GraphSpec Build()
    {
        var patches = _g.Input("patches", DType.Float32, "batch", "tokens", 2 * _config.Patch);
        var time = _g.Input("time_id", DType.Int64, "batch", "tokens");
        var variate = _g.Input("variate_id", DType.Int64, "batch", "tokens");
        var picks = _g.Input("picks", DType.Int64, "picks");

        var e = _weights.Input().Apply(patches, Activations.Silu).As("batch", "tokens", "width");
        var rotation = Rotation(time);
        var mask = CausalInTime(time);
        var sameVariate = variate.Unsqueeze(2).Equal(variate.Unsqueeze(1)).Unsqueeze(1);
        for (int i = 0; i < _config.Layers; i++)
        {
            using (_g.Scope($"layer.{i}"))
            {
                var layer = _weights.Layer(i);
                var bias = mask + sameVariate.Where(layer.SameVariate, layer.OtherVariate);
                e += Attention(e.RmsNorm(layer.AttentionNorm, Epsilon), layer, rotation, bias);
                e += FeedForward(e.RmsNorm(layer.FeedForwardNorm, Epsilon), layer);
            }
        }

        var read = e.Reshape(Dim.Symbol("batch") * "tokens", "width").Gather(picks, 0);
        _g.Output(
            "predictions",
            _weights.Output().Apply(read.RmsNorm(_weights.FinalNorm(), Epsilon), Activations.Silu));
        return _g.Build();
    }

    private Value Attention(Value a, MoiraiLayer layer, (Value Cos, Value Sin) rotation, Value bias)
    {
        var q = Rotate(Heads(a.Linear(layer.Query)).RmsNorm(layer.QueryNorm, Epsilon), rotation).Transpose(0, 2, 1, 3);
        var k = Rotate(Heads(a.Linear(layer.Key)).RmsNorm(layer.KeyNorm, Epsilon), rotation).Transpose(0, 2, 1, 3);
        var v = Heads(a.Linear(layer.Value)).Transpose(0, 2, 1, 3);

        float scale = 1 / MathF.Sqrt(_config.HeadDim);
        var scores = (q.MatMulTransposed(k, scale) + bias).As("batch", "heads", "tokens", "tokens");
        return scores
            .Softmax()
            .MatMul(v)
            .Transpose(0, 2, 1, 3)
            .Reshape("batch", "tokens", "width")
            .Linear(layer.Output);
    }

    private static Value FeedForward(Value a, MoiraiLayer layer) =>
        (a.Linear(layer.Gate).Silu() * a.Linear(layer.Up)).Linear(layer.Down);

    private static Value Heads(Value projected) => projected.Reshape("batch", "tokens", "heads", "head_dim");

    /// <summary>Rotates the first half of each head, channel pairs (0,1), (2,3), …; the rest stays.</summary>
    private Value Rotate(Value heads, (Value Cos, Value Sin) rotation)
    {
        var parts = heads.Split(-1, 2);
        var pair = parts[0].Reshape("batch", "tokens", "heads", _config.RotaryDim / 2, 2).Split(-1, 2);
        var turned = heads.Graph.Concat(
            -1,
            (pair[0] * rotation.Cos) - (pair[1] * rotation.Sin),
            (pair[1] * rotation.Cos) + (pair[0] * rotation.Sin));
        return heads.Graph.Concat(-1, turned.Reshape("batch", "tokens", "heads", _config.RotaryDim), parts[1]);
    }

    /// <summary>Angles <c>time · 10000^(−2j/rotary)</c> as <c>(batch, tokens, 1, pairs, 1)</c>.</summary>
    private (Value Cos, Value Sin) Rotation(Value time)
    {
        var frequencies = new float[_config.RotaryDim / 2];
        for (int j = 0; j < frequencies.Length; j++)
        {
            frequencies[j] = (float)Math.Pow(10_000, -2.0 * j / _config.RotaryDim);
        }

        var angle =
            time.Cast(DType.Float32).Unsqueeze(2, 3, 4) * _g.Constant(frequencies, 1, 1, 1, frequencies.Length, 1);
        return (angle.Cos(), angle.Sin());
    }

    /// <summary>A token sees every token of the same or an earlier time: <c>(batch, 1, tokens, tokens)</c>.</summary>
    private Value CausalInTime(Value time)
    {
        var sees = time.Unsqueeze(1).LessOrEqual(time.Unsqueeze(2));
        return sees.Where(_g.Scalar(DType.Float32, 0), Forbidden).Unsqueeze(1);
    }
}
