using Tollama.Models.Blocks;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;

namespace Tollama.Models.Chronos2;

/// <summary>
/// Chronos-2 (Ansari et al. 2025, "Chronos-2: From Univariate to Universal Forecasting", fig. 1): an encoder whose
/// blocks attend along time within a row, then across the rows of a group, then apply a perceptron.
/// <code>
/// groups, variates  tasks of a call, rows of each task      P  steps of a patch
/// patches, horizon  patches of context and of future        d  hidden width
/// tokens            patches + [REG] + horizon               H, k  heads and their width
/// x                 (rows, tokens, d), rows = groups·variates
/// </code>
/// Attention scores are not scaled by 1/√k (as in T5). Masked scores are large and finite, never −∞: a padded token has
/// no visible key in its group, and NaN would spread from it.
/// </summary>
internal sealed class Chronos2Graph
{
    /// <summary>Input: <c>(groups, variates, patches·P)</c>, NaN where missing.</summary>
    public const string Context = "context";

    /// <summary>Input: <c>(groups, variates, horizon·P)</c>, NaN where unknown.</summary>
    public const string Future = "future";

    /// <summary>Output: <c>(rows, Q, horizon·P)</c>.</summary>
    public const string Quantiles = "quantiles";

    private static readonly Dim Rows = Dim.Symbol("groups") * "variates";

    private readonly GraphBuilder _graph = new("chronos-2");
    private readonly Chronos2Config _config;
    private readonly Chronos2Weights _weights;
    private readonly GraphTaps _taps;

    private Chronos2Graph(Chronos2Config config, Chronos2Weights weights, GraphTaps taps)
    {
        (_config, _weights, _taps) = (config, weights, taps);
        _graph.Let("d", config.Model);
        _graph.Let("P", config.Patch);
        _graph.Let("inner", config.Inner);
    }

    /// <summary>Builds the graph of a checkpoint.</summary>
    /// <param name="config">Its config.</param>
    /// <param name="weights">Its tensors.</param>
    /// <param name="taps">Which intermediate values to hand out besides.</param>
    public static GraphSpec Build(Chronos2Config config, Chronos2Weights weights, GraphTaps taps) =>
        new Chronos2Graph(config, weights, taps).Build();

    private GraphSpec Build()
    {
        int p = _config.Patch;
        _config.Patching.Declare(_graph);
        var length = _config.Patching.Length;
        var context = _graph.Input(Context, DType.Float32, "groups", "variates", length);
        var future = _graph.Input(Future, DType.Float32, "groups", "variates", Dim.Symbol("horizon") * p);
        _graph.Let("tokens", Dim.Symbol("patches") + 1 + "horizon");

        var norm = InstanceNorm.Of(context.Reshape(Rows, length));
        var (known, isKnown) = norm.Apply(future.Reshape(Rows, Dim.Symbol("horizon") * p));
        var observed = _config.Patching.Cut(norm.Observed);
        var past = Embed(
            _config.Patching.Cut(norm.Normalised), observed, "patches", -(_graph.Resolve("patches") * p));
        var ahead = Embed(known.Reshape(Rows, "horizon", "P"), isKnown.Reshape(Rows, "horizon", "P"), "horizon", 0);
        var register = _graph.Weight(_weights.Shared).Slice(0, 1, 2).Reshape(1, 1, "d").Expand(Rows, 1, "d");
        var x = _graph.Concat(1, past, register, ahead).As(Rows, "tokens", "d");
        var mask = TokenMask(observed);
        Tap("loc", norm.Loc);
        Tap("scale", norm.Scale);
        Tap("token_mask", mask);
        Tap("tokens", x);

        x = Encode(x, mask);
        var hidden = x.RmsNorm(_graph.Weight(_weights.FinalNorm), _config.NormEpsilon);
        var head = _weights.OutputPatch.Apply(hidden, _config.Activate);
        Tap("head", head);
        _graph.Output(Quantiles, Unscale(head, norm));
        return _graph.Build();
    }

    /// <summary>A token for each patch: its time, values and mask through the input block.</summary>
    private Value Embed(Value values, Value mask, Dim count, Dim firstStep)
    {
        var squashed = _config.UsesArcsinh ? values.Asinh() : values;
        var steps = _graph.Range(_graph.Resolve(count) * _config.Patch) + _graph.SizeOf(firstStep);
        var time = (steps.Cast(DType.Float32) / _config.TimeScale)
            .Reshape(1, count, "P")
            .Expand(Rows, count, "P");
        var features = _graph.Concat(-1, time, squashed, mask);
        return _weights.InputPatch.Apply(features, _config.Activate).As(Rows, count, "d");
    }

    /// <summary>
    /// 1 for patches with an observed value, for [REG] and for every future token; <c>(rows, tokens)</c>.
    /// </summary>
    private static Value TokenMask(Value observed)
    {
        var patches = observed.ReduceMax(-1, keep: false);
        return patches.Pad(1, 0, Dim.Symbol("horizon") + 1, fill: 1).As(Rows, "tokens");
    }

    private Value Encode(Value x, Value mask)
    {
        var rope = RotaryEmbedding.Create(_graph, "tokens", _config.HeadWidth, _config.RopeBase);
        var timeMask = mask.Cast(DType.Int32);
        var isAlone = _graph.SizeOf("variates").Equal(1);
        for (int i = 0; i < _config.Layers; i++)
        {
            using var scope = _graph.Scope($"block.{i}");
            var block = _weights.Blocks[i];
            // Nothing after the last block's time attention reads the context tokens.
            Dim wanted = i == _config.Layers - 1 ? "horizon" : "tokens";
            x = TimeAttention(x, block, timeMask, rope, wanted);
            Tap($"block{i}_time", x);
            x = GroupAttention(x, block, mask.Last(1, wanted), isAlone);
            Tap($"block{i}_group", x);
            var u = x.RmsNorm(_graph.Weight(block.MlpNorm), _config.NormEpsilon);
            x += block.MlpOut.Apply(_config.Activate(block.MlpIn.Apply(u)));
            Tap($"block{i}", x);
        }

        return x.As(Rows, "horizon", "d");
    }

    /// <summary>Attention along time within each row; only the last <paramref name="wanted"/> tokens ask.</summary>
    private Value TimeAttention(Value x, Chronos2Block block, Value mask, RotaryEmbedding rope, Dim wanted)
    {
        var u = x.RmsNorm(_graph.Weight(block.TimeNorm), _config.NormEpsilon);
        var q = rope.Apply(block.Time.Query.Apply(u)).Last(1, wanted).As(Rows, wanted, "inner");
        var k = rope.Apply(block.Time.Key.Apply(u)).As(Rows, "tokens", "inner");
        var v = block.Time.Value.Apply(u).As(Rows, "tokens", "inner");
        var mixed = MultiHeadAttention.Apply(q, k, v, _config.Heads, scale: 1, mask);
        return x.Last(1, wanted) + block.Time.Output.Apply(mixed);
    }

    /// <summary>Attention between the rows of a group, separately at each token.</summary>
    private Value GroupAttention(Value x, Chronos2Block block, Value mask, Value isAlone)
    {
        var u = x.RmsNorm(_graph.Weight(block.GroupNorm), _config.NormEpsilon);
        var v = block.Group.Value.Apply(u);
        var mixed = isAlone.If(() => [v], () => [Mix(u, v, block, mask)])[0];
        return x + block.Group.Output.Apply(mixed);
    }

    private Value Mix(Value u, Value v, Chronos2Block block, Value mask)
    {
        var count = u.Dim(1);
        var q = AcrossRows(block.Group.Query.Apply(u));
        var k = AcrossRows(block.Group.Key.Apply(u));
        var keys = mask.Reshape("groups", "variates", count)
            .Transpose(0, 2, 1)
            .Reshape(Dim.Symbol("groups") * count, "variates")
            .Cast(DType.Int32);
        return MultiHeadAttention.Apply(q, k, AcrossRows(v), _config.Heads, scale: 1, keys)
            .Reshape("groups", count, "variates", "inner")
            .Transpose(0, 2, 1, 3)
            .Reshape(Rows, count, "inner");
    }

    // (rows, tokens, inner) → (groups·tokens, variates, inner): the rows of a group become the sequence.
    private static Value AcrossRows(Value value)
    {
        var count = value.Dim(1);
        return value.Reshape("groups", "variates", count, "inner")
            .Transpose(0, 2, 1, 3)
            .Reshape(Dim.Symbol("groups") * count, "variates", "inner");
    }

    /// <summary>(rows, horizon, Q·P) → (rows, Q, horizon·P) in the units of the series.</summary>
    private Value Unscale(Value head, InstanceNorm norm)
    {
        int levels = _config.Quantiles.Length;
        var z = head.Reshape(Rows, "horizon", levels, "P")
            .Transpose(0, 2, 1, 3)
            .Reshape(Rows, levels, Dim.Symbol("horizon") * _config.Patch);
        z = _config.UsesArcsinh ? z.Sinh() : z;
        return (z * norm.Scale.Unsqueeze(2)) + norm.Loc.Unsqueeze(2);
    }

    private void Tap(string name, Value value) => _taps.Offer(_graph, name, value);
}
