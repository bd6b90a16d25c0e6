using System.Text.Json;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;
using Tollama.Onnx.Safetensors;

namespace Tollama.Bench.Networks;

/// <summary>
/// Chronos-2 as a straightforward export gives it, operator by operator: separate projections, rotation by slices, both
/// attentions with additive masks over all tokens and all rows of the call. What our graph is measured against.
/// </summary>
internal sealed class Chronos2Reference
{
    private const float Masked = float.MinValue;

    private readonly GraphBuilder _g = new("chronos-2-reference");
    private readonly SafetensorsCheckpoint _weights;
    private readonly int _patch;
    private readonly int _heads;
    private readonly int _width;
    private readonly int _model;
    private readonly int _layers;
    private readonly int _levels;
    private readonly float _timeScale;

    private Chronos2Reference(SafetensorsCheckpoint transposed, JsonElement config)
    {
        _weights = transposed;
        var chronos = config.GetProperty("chronos_config");
        _patch = chronos.GetProperty("input_patch_size").GetInt32();
        _timeScale = chronos.GetProperty("time_encoding_scale").GetSingle();
        _levels = chronos.GetProperty("quantiles").GetArrayLength();
        _heads = config.GetProperty("num_heads").GetInt32();
        _width = config.GetProperty("d_kv").GetInt32();
        _model = config.GetProperty("d_model").GetInt32();
        _layers = config.GetProperty("num_layers").GetInt32();
    }

    /// <summary>Builds the graph.</summary>
    /// <param name="transposed">Weights whose matrices are <c>(inputs, outputs)</c>.</param>
    /// <param name="config">The <c>config.json</c>.</param>
    public static GraphSpec Build(SafetensorsCheckpoint transposed, JsonElement config) =>
        new Chronos2Reference(transposed, config).Build();

    private GraphSpec Build()
    {
        var context = _g.Input("context", DType.Float32, "rows", Dim.Symbol("patches") * _patch);
        var future = _g.Input("future", DType.Float32, "rows", Dim.Symbol("horizon") * _patch);
        var groups = _g.Input("group_ids", DType.Int64, "rows");
        _g.Let("tokens", Dim.Symbol("patches") + 1 + "horizon");

        var observed = context.IsNaN().Not();
        var mask = observed.Cast(DType.Float32);
        var count = mask.ReduceSum(1).Max(1);
        var loc = observed.Where(context, 0).ReduceSum(1) / count;
        var centred = observed.Where(context - loc, 0);
        var deviation = (centred.Square().ReduceSum(1) / count).Sqrt();
        var scale = deviation.Equal(0).Where(1e-5, deviation);
        var isKnown = future.IsNaN().Not();
        var known = isKnown.Where((future - loc) / scale, 0).Asinh();

        var past = Embed((centred / scale).Asinh(), mask, "patches", -(Dim.Symbol("patches") * _patch));
        var ahead = Embed(known, isKnown.Cast(DType.Float32), "horizon", 0);
        var register = Weight("shared.weight").Slice(0, 1, 2).Reshape(1, 1, _model).Expand("rows", 1, _model);
        var x = _g.Concat(1, past, register, ahead);
        var seen = mask.Reshape("rows", "patches", _patch).ReduceMax(-1, keep: false)
            .Pad(1, 0, Dim.Symbol("horizon") + 1, fill: 1);
        var timeMask = ((1.0 - seen) * Masked).Unsqueeze(1, 2);
        var sameGroup = groups.Unsqueeze(1).Equal(groups.Unsqueeze(0)).Cast(DType.Float32);
        var groupMask = ((1.0 - (sameGroup.Unsqueeze(0) * seen.Transpose(1, 0).Unsqueeze(1))) * Masked).Unsqueeze(1);
        var (cos, sin) = Rotation();
        for (int i = 0; i < _layers; i++)
        {
            string block = $"encoder.block.{i}.layer";
            x += Attention(Norm(x, $"{block}.0.layer_norm.weight"), $"{block}.0.self_attention", timeMask, (cos, sin));
            var across = Norm(x, $"{block}.1.layer_norm.weight").Transpose(1, 0, 2);
            x += Attention(across, $"{block}.1.self_attention", groupMask, null).Transpose(1, 0, 2);
            var u = Norm(x, $"{block}.2.layer_norm.weight").MatMul(Weight($"{block}.2.mlp.wi.weight")).Relu();
            x += u.MatMul(Weight($"{block}.2.mlp.wo.weight"));
        }

        var head = Residual(Norm(x, "encoder.final_layer_norm.weight").Last(1, "horizon"), "output_patch_embedding");
        var z = head.Reshape("rows", "horizon", _levels, _patch).Transpose(0, 2, 1, 3)
            .Reshape("rows", _levels, Dim.Symbol("horizon") * _patch);
        _g.Output("quantiles", (z.Sinh() * scale.Unsqueeze(2)) + loc.Unsqueeze(2));
        return _g.Build();
    }

    private Value Embed(Value values, Value mask, Dim count, Dim firstStep)
    {
        var steps = _g.Range(count * _patch) + _g.SizeOf(firstStep);
        var time = (steps.Cast(DType.Float32) / _timeScale).Reshape(1, count, _patch).Expand("rows", count, _patch);
        return Residual(
            _g.Concat(-1, time, values.Reshape("rows", count, _patch), mask.Reshape("rows", count, _patch)),
            "input_patch_embedding");
    }

    private Value Residual(Value x, string name)
    {
        var hidden = (x.MatMul(Weight($"{name}.hidden_layer.weight")) + Weight($"{name}.hidden_layer.bias")).Relu();
        return hidden.MatMul(Weight($"{name}.output_layer.weight")) + Weight($"{name}.output_layer.bias")
            + (x.MatMul(Weight($"{name}.residual_layer.weight")) + Weight($"{name}.residual_layer.bias"));
    }

    private Value Norm(Value x, string name) =>
        x / (x.Pow(2).ReduceMean(-1) + 1e-6).Sqrt() * Weight(name);

    private (Value Cos, Value Sin) Rotation()
    {
        float[] frequencies = [.. Enumerable.Range(0, _width).Select(j =>
            (float)Math.Pow(10_000, -2.0 * (j % (_width / 2)) / _width))];
        var angles = _g.Range("tokens").Cast(DType.Float32).Unsqueeze(1) * _g.Constant(frequencies, 1, _width);
        return (angles.Cos(), angles.Sin());
    }

    private Value Attention(Value u, string name, Value mask, (Value Cos, Value Sin)? rotation)
    {
        var (outer, inner) = (u.Dim(0), u.Dim(1));
        Value Heads(string part) => u.MatMul(Weight($"{name}.{part}.weight"))
            .Reshape(outer, inner, _heads, _width).Transpose(0, 2, 1, 3);
        var (q, k, v) = (Heads("q"), Heads("k"), Heads("v"));
        if (rotation is { } tables)
        {
            (q, k) = (Rotate(q, tables), Rotate(k, tables));
        }

        var scores = q.MatMul(k.Transpose(0, 1, 3, 2)) + mask;
        return scores.Softmax().MatMul(v).Transpose(0, 2, 1, 3).Reshape(outer, inner, _heads * _width)
            .MatMul(Weight($"{name}.o.weight"));
    }

    private Value Rotate(Value x, (Value Cos, Value Sin) tables)
    {
        var turned = _g.Concat(-1, -x.Slice(-1, _width / 2, _width), x.Slice(-1, 0, _width / 2));
        return (x * tables.Cos) + (turned * tables.Sin);
    }

    private Value Weight(string name) => _g.Weight(_weights.Get(name));
}
