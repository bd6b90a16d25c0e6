using Tollama.Models.Blocks;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Toto;

/// <summary>
/// Toto (Cohen et al., "This time is different: an observability perspective on time series foundation models", NeurIPS
/// 2025, figure 2): a causal decoder over patches whose layers look along time, or across the variates of one patch.
/// <code>
/// batch   series       variates   of each series       tokens   new tokens of each variate
/// past    cached tokens of each variate                reads    tokens whose next patch is wanted
/// </code>
/// Tokens of a first call are patches in order of time. Later on they are one patch of several sampled continuations,
/// which share the cached history and do not see each other: <c>sees</c> says which key a token may look at.
/// </summary>
internal sealed class TotoGraph
{
    private const float Epsilon = 1e-8f;
    private const double LeastParameter = 1.1920929e-7; // float32's machine epsilon, as the authors take it

    private readonly GraphBuilder _g = new("toto");
    private readonly TotoConfig _config;
    private readonly TotoWeights _weights;
    private readonly GraphTaps _taps;
    private readonly bool _hasLabels;

    private TotoGraph(TotoConfig config, SafetensorsCheckpoint checkpoint, GraphTaps taps)
    {
        _config = config;
        _weights = new TotoWeights(_g, checkpoint, config);
        _taps = taps;
        _hasLabels = TotoWeights.HasLabels(checkpoint);
        _g.Let("width", config.Width);
        _g.Let("heads", config.Heads);
        _g.Let("head_dim", config.HeadDim);
        _g.Let("pairs", config.HeadDim / 2);
    }

    /// <summary>Describes the network of a checkpoint.</summary>
    public static GraphSpec Build(TotoConfig config, SafetensorsCheckpoint checkpoint, GraphTaps taps) =>
        new TotoGraph(config, checkpoint, taps).Build();

    private GraphSpec Build()
    {
        var patches = _g.Input("patches", DType.Float32, "batch", "variates", "tokens", _config.Patch);
        var groups = _g.Input("groups", DType.Int64, "batch", "variates");
        var cosines = _g.Input("cosines", DType.Float32, 2, "tokens", "head_dim", 1);
        var sines = _g.Input("sines", DType.Float32, 2, "tokens", "head_dim", 1);
        var sees = _g.Input("sees", DType.Float32, 1, 1, "tokens", "keys");
        var reads = _g.Input("reads", DType.Int64, "reads");
        _g.Let("rows", Dim.Symbol("batch") * "variates");

        var time = (
            Rotation: new XposRotation(cosines, sines),
            Sees: sees,
            Cache: new KeyValueCache(_g, _config.TimeLayers, "rows", "width"));
        var sameGroup = SameGroup(groups);
        var e = Embed(patches);
        for (int i = 0; i < _config.Layers; i++)
        {
            using (_g.Scope($"layer.{i}"))
            {
                var layer = _weights.Layer(i);
                var a = layer.Projection.Apply(e.RmsNorm(layer.AttentionNorm, Epsilon));
                var mixed = _config.IsSpace(i) ? AcrossVariates(a, sameGroup) : AlongTime(a, i, time);
                e += layer.Output.Apply(mixed);
                e += FeedForward(e.RmsNorm(layer.FeedForwardNorm, Epsilon), layer);
                _taps.Offer(_g, $"after_layer_{i}", e);
            }
        }

        NextPatch(e.Gather(reads, 2));
        return _g.Build();
    }

    private Value Embed(Value patches)
    {
        var e = _weights.Embedding().Apply(patches).As("batch", "variates", "tokens", "width");
        _taps.Offer(_g, "embedding", e);
        if (!_hasLabels)
        {
            return e;
        }

        var kinds = _g.Input("kinds", DType.Int64, "variates", "tokens");
        return kinds.Equal(0).Unsqueeze(2).Where(e, _weights.Labels().Gather(kinds, 0));
    }

    /// <summary>
    /// Attention of the tokens of one variate, with rotated positions and a cache (models/toto §4.3 and §4.4).
    /// </summary>
    private Value AlongTime(Value projected, int layer, (XposRotation Rotation, Value Sees, KeyValueCache Cache) time)
    {
        var parts = projected.Reshape("rows", "tokens", 3 * _config.Width).Split(-1, 3);
        var q = HeadsSlowest(time.Rotation.Apply(Heads(parts[0]), 0));
        var k = time.Cache.Append(KeyValueCache.Keys(layer), HeadsSlowest(time.Rotation.Apply(Heads(parts[1]), 1)));
        var v = time.Cache.Append(KeyValueCache.Values(layer), HeadsSlowest(Heads(parts[2])));
        _taps.Offer(_g, $"queries.{layer}", q);
        var mixed = MultiHeadAttention.Apply(q, k, v, _config.Heads, 1 / MathF.Sqrt(_config.HeadDim), bias: time.Sees);
        return mixed.Reshape("batch", "variates", "tokens", "width");
    }

    /// <summary>Attention of the variates of one patch, without positions and without order.</summary>
    private Value AcrossVariates(Value projected, Value sameGroup)
    {
        Value[] parts = [.. projected.Transpose(0, 2, 1, 3).Split(-1, 3).Select(part => part
            .Reshape(Dim.Symbol("batch") * "tokens", "variates", "head_dim", "heads")
            .Transpose(0, 1, 3, 2)
            .Reshape(Dim.Symbol("batch") * "tokens", "variates", "width"))];
        var mixed = MultiHeadAttention.Apply(
            parts[0], parts[1], parts[2], _config.Heads, 1 / MathF.Sqrt(_config.HeadDim), bias: sameGroup);
        return mixed.Reshape("batch", "tokens", "variates", "width").Transpose(0, 2, 1, 3);
    }

    private static Value FeedForward(Value a, TotoLayer layer)
    {
        var halves = layer.GateAndUp.Apply(a).Split(-1, 2);
        return layer.Down.Apply(halves[0].Silu() * halves[1]);
    }

    /// <summary>
    /// The distribution of every step of the patch after each token that is read: <c>(…, reads, patch, components)</c>.
    /// The authors first make a vector of each step and then its parameters; nothing lies between the two maps, so that
    /// the engine multiplies them once, when it loads the graph, and a quarter of the weights is never read again.
    /// </summary>
    private void NextPatch(Value read)
    {
        string[] names =
        [
            "df",
            "loc_proj",
            "scale_proj",
            .. _config.IsMixture ? ["mixture_weights"] : Array.Empty<string>(),
        ];
        var heads = _g.Concat(0, [.. names.Select(name => _weights.Head(name).Weight)]);
        var headBias = _g.Concat(0, [.. names.Select(name => _weights.Head(name).Bias)]);
        var (steps, stepBias) = _weights.Unembedding();
        var map = heads.MatMul(steps).Reshape(_config.Patch * names.Length * _config.Components, "width");
        var bias = (stepBias.Linear(heads) + headBias).Reshape(_config.Patch * names.Length * _config.Components);

        var parameters = read.Linear(map, bias)
            .Reshape("batch", "variates", "reads", _config.Patch, names.Length * _config.Components)
            .Split(-1, names.Length);
        _g.Output("degrees", parameters[0].Softplus().Max(LeastParameter) + 2);
        _g.Output("locations", parameters[1]);
        _g.Output("scales", parameters[2].Softplus().Max(LeastParameter));
        if (_config.IsMixture)
        {
            _g.Output("weights", parameters[3].Softmax());
        }
    }

    /// <summary>
    /// 0 between variates of one group, a huge negative number between others: <c>(batch·tokens, 1, variates,
    /// variates)</c>.
    /// </summary>
    private Value SameGroup(Value groups)
    {
        var isSame = groups.Unsqueeze(2).Equal(groups.Unsqueeze(1)).Unsqueeze(1);
        return isSame.Where(_g.Scalar(DType.Float32, 0), MultiHeadAttention.Masked)
            .Expand("batch", "tokens", "variates", "variates")
            .Reshape(Dim.Symbol("batch") * "tokens", 1, "variates", "variates");
    }

    private static Value Heads(Value part) => part.Reshape("rows", "tokens", "head_dim", "heads");

    private static Value HeadsSlowest(Value heads) => heads.Transpose(0, 1, 3, 2).Reshape("rows", "tokens", "width");
}
