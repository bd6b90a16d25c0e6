using Tollama.Models.Blocks;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.ChronosBolt;

/// <summary>
/// Chronos-Bolt (Ansari et al. 2024; a patched variant of Chronos, "Learning the language of time series"): a T5
/// encoder over patches of the context and one step of its decoder, which forecasts all quantiles of all steps at once.
/// <code>
/// rows, patches  series of a call, patches of the context    P  steps of a patch
/// tokens         patches + [REG]                             d  hidden width, inner = H·k
/// x              (rows, tokens, d)                           y  (rows, 1, d), the decoder's only token
/// </code>
/// Attention scores are not scaled by 1/√k (as in T5).
/// </summary>
internal sealed class ChronosBoltGraph
{
    /// <summary>Input: <c>(rows, patches·P)</c>, NaN where missing.</summary>
    public const string Context = "context";

    /// <summary>Output: <c>(rows, Q, h)</c>.</summary>
    public const string Quantiles = "quantiles";

    private readonly GraphBuilder _graph = new("chronos-bolt");
    private readonly ChronosBoltConfig _config;
    private readonly ChronosBoltWeights _weights;
    private readonly GraphTaps _taps;

    private ChronosBoltGraph(ChronosBoltConfig config, ChronosBoltWeights weights, GraphTaps taps)
    {
        (_config, _weights, _taps) = (config, weights, taps);
        _graph.Let("d", config.Model);
        _graph.Let("P", config.Patch);
        _graph.Let("heads", config.Heads);
        _graph.Let("k", config.HeadWidth);
        _graph.Let("inner", config.Inner);
    }

    /// <summary>Builds the graph of a checkpoint.</summary>
    /// <param name="config">Its config.</param>
    /// <param name="weights">Its tensors.</param>
    /// <param name="taps">Which intermediate values to hand out besides.</param>
    public static GraphSpec Build(ChronosBoltConfig config, ChronosBoltWeights weights, GraphTaps taps) =>
        new ChronosBoltGraph(config, weights, taps).Build();

    private GraphSpec Build()
    {
        _config.Patching.Declare(_graph);
        var context = _graph.Input(Context, DType.Float32, "rows", _config.Patching.Length);
        _graph.Let("tokens", Dim.Symbol("patches") + (_config.HasRegister ? 1 : 0));

        var norm = InstanceNorm.Of(context);
        var values = _config.Patching.Cut(norm.Normalised);
        var observed = _config.Patching.Cut(norm.Observed);
        var x = _weights.InputPatch.Apply(_graph.Concat(-1, values, observed), _config.Activate);
        var mask = observed.ReduceMax(-1, keep: false);
        if (_config.HasRegister)
        {
            x = _graph.Concat(1, x, Token(1).Expand("rows", 1, "d"));
            mask = mask.Pad(1, 0, 1, fill: 1);
        }

        Tap("loc", norm.Loc);
        Tap("scale", norm.Scale);
        Tap("tokens", x);
        Tap("token_mask", mask);
        x = Encode(x.As("rows", "tokens", "d"), mask.As("rows", "tokens"));
        Tap("encoder", x);
        var y = Decode(x, mask);
        Tap("decoder", y);
        var head = _weights.OutputPatch.Apply(y, _config.Activate);
        Tap("head", head);
        var quantiles = head.Reshape("rows", _config.Quantiles.Length, _config.Horizon);
        _graph.Output(Quantiles, (quantiles * norm.Scale.Unsqueeze(2)) + norm.Loc.Unsqueeze(2));
        return _graph.Build();
    }

    private Value Encode(Value x, Value mask)
    {
        var bias = RelativePositionBias.Apply(_graph.Weight(_weights.PositionBias), "tokens", _config.MaxDistance);
        var keys = mask.Cast(DType.Int32);
        Tap("position_bias", bias);
        for (int i = 0; i < _config.EncoderLayers; i++)
        {
            using var scope = _graph.Scope($"encoder.{i}");
            var block = _weights.Encoder[i];
            var u = Norm(x, block.AttentionNorm);
            var q = block.Attention.Query.Apply(u).As("rows", "tokens", "inner");
            var k = block.Attention.Key.Apply(u).As("rows", "tokens", "inner");
            var v = block.Attention.Value.Apply(u).As("rows", "tokens", "inner");
            x += block.Attention.Output.Apply(MultiHeadAttention.Apply(q, k, v, _config.Heads, scale: 1, keys, bias));
            Tap($"enc{i}_attention", x);
            x += block.Mlp.Apply(Norm(x, block.Mlp.Norm), _config.Activate);
            Tap($"enc{i}", x);
        }

        return Norm(x, _weights.EncoderNorm);
    }

    private Value Decode(Value encoded, Value mask)
    {
        var bias = ((1.0 - mask) * MultiHeadAttention.Masked).Unsqueeze(1).As("rows", 1, "tokens");
        var y = Token(_config.StartToken);
        for (int j = 0; j < _config.DecoderLayers; j++)
        {
            using var scope = _graph.Scope($"decoder.{j}");
            var block = _weights.Decoder[j];
            // One key: its softmax is 1, so queries, keys and position bias have no effect.
            y += block.SelfOutput.Apply(block.SelfValue.Apply(Norm(y, block.SelfNorm)));
            Tap($"dec{j}_self", y);
            y += block.Cross.Output.Apply(CrossAttention(Norm(y, block.CrossNorm), encoded, bias, block.Cross));
            Tap($"dec{j}_cross", y);
            y += block.Mlp.Apply(Norm(y, block.Mlp.Norm), _config.Activate);
            Tap($"dec{j}", y);
        }

        return Norm(y, _weights.DecoderNorm).As("rows", 1, "d");
    }

    /// <summary>
    /// Attention of a single query to the encoder's tokens. As there is one query a row, the projections of keys and
    /// values are moved to its side, q·(E·Wₖᵀ)ᵀ = (q·Wₖ)·Eᵀ and p·(E·Wᵥᵀ) = (p·E)·Wᵥᵀ: work for one token instead of
    /// all.
    /// </summary>
    private Value CrossAttention(Value u, Value encoded, Value bias, AttentionWeights cross)
    {
        var queriesOf = u.Dim(0); // 1 in the first block, where the token is still the same for all rows
        var keys = _graph.Weight(cross.Key.Weight, _config.Heads, _config.HeadWidth, _config.Model);
        var values = _graph.Weight(cross.Value.Weight, _config.Heads, _config.HeadWidth, _config.Model);
        var q = cross.Query.Apply(u).Reshape(queriesOf, "heads", "k").Transpose(1, 0, 2);
        var asked = q.MatMul(keys).Transpose(1, 0, 2).As(queriesOf, "heads", "d");
        var weights = (asked.MatMulTransposed(encoded) + bias).Softmax().As("rows", "heads", "tokens");
        var mixed = weights.MatMul(encoded).Transpose(1, 0, 2).As("heads", "rows", "d");
        return mixed.MatMulTransposed(values).Transpose(1, 0, 2).Reshape("rows", 1, "inner");
    }

    private Value Norm(Value x, TensorView weight) =>
        x.RmsNorm(_graph.Weight(weight), _config.NormEpsilon);

    private Value Token(int row) =>
        _graph.Weight(_weights.Shared).Slice(0, row, row + 1).Reshape(1, 1, "d");

    private void Tap(string name, Value value) => _taps.Offer(_graph, name, value);
}
