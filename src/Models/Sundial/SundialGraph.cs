using Tollama.Models.Blocks;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Sundial;

/// <summary>
/// Sundial (Liu et al., "Sundial: A family of highly capable time series foundation models", ICML 2025, figure 2): a
/// causal decoder over patches, whose last token conditions a flow-matching network. All samples and all Euler steps
/// run in one call; the decoder runs once per series.
/// <code>
/// batch    series      tokens   new patches of each series      samples   samples of each series
/// past     cached patches of each series, where the model rolls out
/// </code>
/// The condition of the flow is the same for all samples, so every modulation is computed once per series and step.
/// </summary>
internal sealed class SundialGraph
{
    private const float TrunkEpsilon = 1e-5f;
    private const float FlowEpsilon = 1e-6f;
    private const double RotaryBase = 10_000;
    private const string Flow = "flow_loss.net";

    private readonly GraphBuilder _g = new("sundial");
    private readonly SundialConfig _config;
    private readonly SundialWeights _weights;
    private readonly bool _keepsCache;

    private SundialGraph(SundialConfig config, SafetensorsCheckpoint checkpoint, bool keepsCache)
    {
        _config = config;
        _keepsCache = keepsCache;
        _weights = new SundialWeights(_g, checkpoint, config);
        _g.Let("width", config.Width);
    }

    /// <summary>Describes the network of a checkpoint.</summary>
    /// <param name="config">Its config.</param>
    /// <param name="checkpoint">Its weights.</param>
    /// <param name="keepsCache">
    /// Whether keys and values are handed out and taken in again, which forecasts of several blocks need; one block
    /// needs no cache and does not pay for it.
    /// </param>
    public static GraphSpec Build(SundialConfig config, SafetensorsCheckpoint checkpoint, bool keepsCache) =>
        new SundialGraph(config, checkpoint, keepsCache).Build();

    private GraphSpec Build()
    {
        var patches = _g.Input("patches", DType.Float32, "batch", "tokens", 2 * _config.Patch);
        var noise = _g.Input("noise", DType.Float32, "batch", "samples", _config.Block);

        var z = Trunk(patches).As("batch", "width");
        _g.Output("samples", FlowMatching(z, noise).As("batch", "samples", _config.Block));
        return _g.Build();
    }

    private Value Trunk(Value patches)
    {
        var e = _weights.Embedding().Apply(patches, _config.Activate).As("batch", "tokens", "width");
        var cache = new KeyValueCache(_g, Enumerable.Range(0, _keepsCache ? _config.Layers : 0), "batch", "width");
        var rotary = RotaryEmbedding.Create(_g, cache.Past, "tokens", _config.HeadDim, RotaryBase);
        var causal = CausalBias(cache.Past);
        for (int i = 0; i < _config.Layers; i++)
        {
            using (_g.Scope($"layer.{i}"))
            {
                string layer = $"model.layers.{i}";
                e += Attention(_weights.Normalize(e, $"{layer}.norm1", TrunkEpsilon), i, (rotary, causal, cache));
                e += FeedForward(_weights.Normalize(e, $"{layer}.norm2", TrunkEpsilon), $"{layer}.ffn_layer");
            }
        }

        return _weights.Normalize(e.Last(1, 1).Squeeze(1), "model.norm", TrunkEpsilon);
    }

    private Value Attention(Value a, int layer, (RotaryEmbedding Rotary, Value Causal, KeyValueCache Cache) time)
    {
        int width = _config.Width;
        string name = $"model.layers.{layer}.self_attn";
        var q = time.Rotary.Apply(_weights.Linear($"{name}.q_proj", width, width).Apply(a));
        var k = time.Rotary.Apply(_weights.Linear($"{name}.k_proj", width, width).Apply(a));
        var v = _weights.Linear($"{name}.v_proj", width, width).Apply(a);
        k = time.Cache.Append(KeyValueCache.Keys(layer), k);
        v = time.Cache.Append(KeyValueCache.Values(layer), v);
        float scale = 1 / MathF.Sqrt(_config.HeadDim);
        var mixed = MultiHeadAttention.Apply(q, k, v, _config.Heads, scale, bias: time.Causal);
        return _weights.Linear($"{name}.o_proj", width, width, hasBias: false).Apply(mixed);
    }

    private Value FeedForward(Value a, string name)
    {
        var gate = _config.Activate(
            _weights.Linear($"{name}.gate_proj", _config.Width, _config.Hidden, hasBias: false).Apply(a));
        var up = _weights.Linear($"{name}.up_proj", _config.Width, _config.Hidden, hasBias: false).Apply(a);
        return _weights.Linear($"{name}.down_proj", _config.Hidden, _config.Width, hasBias: false).Apply(gate * up);
    }

    /// <summary>
    /// 0 where a token may look, a huge negative number where it may not: <c>(1, 1, tokens, past + tokens)</c>.
    /// </summary>
    private Value CausalBias(Dim past)
    {
        var tokens = _g.Range("tokens") + _g.SizeOf(past);
        var keys = _g.Range(past + _g.Resolve("tokens"));
        var sees = keys.Unsqueeze(0).LessOrEqual(tokens.Unsqueeze(1));
        return sees.Where(_g.Scalar(DType.Float32, 0), MultiHeadAttention.Masked).Unsqueeze(0, 1);
    }

    /// <summary>Euler integration of the flow from noise to samples (models/sundial §5).</summary>
    private Value FlowMatching(Value z, Value noise)
    {
        int width = _config.Width;
        var condition = _weights.Linear($"{Flow}.cond_embed", width, width).Apply(z).Unsqueeze(0);
        var y = (_weights.TimeEmbeddings() + condition).Silu().As(_config.FlowSteps, "batch", "width");
        Value[] modulations = [.. Enumerable.Range(0, _config.FlowDepth).Select(j =>
            _weights.Linear($"{Flow}.res_blocks.{j}.adaLN_modulation.1", width, 3L * width).Apply(y))];
        var finalModulation = _weights.Linear($"{Flow}.final_layer.adaLN_modulation.1", width, 2L * width).Apply(y);

        var plain = _g.Constant([.. Enumerable.Repeat(1f, width)], width);
        var result = _g.Repeat(_config.FlowSteps, [noise], (step, state) =>
        {
            var u = _weights.Linear($"{Flow}.input_proj", _config.Block, width).Apply(state[0]);
            for (int j = 0; j < _config.FlowDepth; j++)
            {
                u = ResidualBlock(u, $"{Flow}.res_blocks.{j}", AtStep(modulations[j], step, 3));
            }

            var final = AtStep(finalModulation, step, 2);
            var r = (u.LayerNorm(plain, null, FlowEpsilon) * (final[1] + 1)) + final[0];
            var target = _weights.Linear($"{Flow}.final_layer.linear", width, _config.Block).Apply(r);
            return [state[0] + ((target - noise) * (1.0 / _config.FlowSteps))];
        });
        return result[0];
    }

    private Value ResidualBlock(Value u, string name, Value[] modulation)
    {
        int width = _config.Width;
        var r = (_weights.Normalize(u, $"{name}.in_ln", FlowEpsilon) * (modulation[1] + 1)) + modulation[0];
        var inner = _weights.Linear($"{name}.mlp.0", width, width).Apply(r).Silu();
        return u + (modulation[2] * _weights.Linear($"{name}.mlp.2", width, width).Apply(inner));
    }

    /// <summary>Shift, scale (and gate) of one Euler step, each <c>(batch, 1, width)</c>.</summary>
    private static Value[] AtStep(Value modulation, Value step, int parts) =>
        modulation.Gather(step, 0).Unsqueeze(1).Split(-1, parts);
}
