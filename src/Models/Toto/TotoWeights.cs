using Tollama.Models.Blocks;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Safetensors;

namespace Tollama.Models.Toto;

/// <summary>
/// The checkpoint's tensors, each checked against its shape (models/toto §3). Names may or may not begin with
/// <c>model.</c>; the perceptron's have a fused and an unfused spelling of the same layout.
/// </summary>
internal sealed class TotoWeights
{
    private const string TargetLabel = "target_variate_label";
    private const string ExogenousLabel = "exogenous_variate_label";
    private const double LeastNorm = 1e-12;

    private readonly GraphBuilder _graph;
    private readonly SafetensorsCheckpoint _checkpoint;
    private readonly TotoConfig _config;
    private readonly string _prefix;

    public TotoWeights(GraphBuilder graph, SafetensorsCheckpoint checkpoint, TotoConfig config)
    {
        _graph = graph;
        _checkpoint = checkpoint;
        _config = config;
        _prefix = Prefix(checkpoint);
    }

    /// <summary>
    /// Whether a checkpoint was fine-tuned with exogenous variates: it has labels for both kinds of variates.
    /// </summary>
    public static bool HasLabels(SafetensorsCheckpoint checkpoint)
    {
        string prefix = Prefix(checkpoint);
        return checkpoint.TryGet(prefix + TargetLabel, out _) && checkpoint.TryGet(prefix + ExogenousLabel, out _);
    }

    /// <summary>Patch embedding, <c>(patch → width)</c>.</summary>
    public LinearWeights Embedding() => Linear("patch_embed.projection", _config.Patch, _config.Width);

    /// <summary>
    /// From a token to the vectors of the next patch's steps: <c>(patch, width, width)</c> and <c>(patch, width)</c>.
    /// </summary>
    public (Value Weight, Value Bias) Unembedding()
    {
        var linear = Linear("unembed", _config.Width, (long)_config.Patch * _config.Width);
        return (
            _graph.Weight(linear.Weight, _config.Patch, _config.Width, _config.Width),
            _graph.Weight(linear.Bias!, _config.Patch, _config.Width)); // Linear reads a bias
    }

    /// <summary>
    /// One projection of the output distribution: <c>(components, width)</c> and <c>(components)</c>.
    /// </summary>
    public (Value Weight, Value Bias) Head(string name) => (
        Tensor($"output_distribution.{name}.weight", _config.Components, _config.Width),
        Tensor($"output_distribution.{name}.bias", _config.Components));

    /// <summary>One layer.</summary>
    public TotoLayer Layer(int index)
    {
        string layer = $"transformer.layers.{index}";
        bool isFused = !_checkpoint.TryGet($"{_prefix}{layer}.mlp.0.weight", out _); // as published
        return new TotoLayer(
            Vector($"{layer}.norm1.scale"),
            Linear($"{layer}.attention.wQKV", _config.Width, 3L * _config.Width),
            Linear($"{layer}.attention.wO", _config.Width, _config.Width),
            Vector($"{layer}.norm2.scale"),
            Linear($"{layer}.mlp.0{(isFused ? ".w12" : string.Empty)}", _config.Width, 2L * _config.Hidden),
            Linear($"{layer}.mlp.{(isFused ? "0.w3" : "2")}", _config.Hidden, _config.Width));
    }

    /// <summary>
    /// What stands for a patch (nothing), a target's label and an exogenous variate's label: <c>(3, width)</c>.
    /// </summary>
    public Value Labels()
    {
        float[] nothing = new float[_config.Width];
        return _graph.Constant(
            [.. nothing, .. UnitVector(TargetLabel), .. UnitVector(ExogenousLabel)], 3, _config.Width);
    }

    private static string Prefix(SafetensorsCheckpoint checkpoint) =>
        checkpoint.TryGet("patch_embed.projection.weight", out _) ? string.Empty : "model.";

    private float[] UnitVector(string name)
    {
        float[] label = _checkpoint.Get(_prefix + name, _config.Width).ToFloats();
        double norm = Math.Max(LeastNorm, Math.Sqrt(label.Sum(x => (double)x * x)));
        return Array.ConvertAll(label, x => (float)(x / norm));
    }

    private LinearWeights Linear(string name, long inputs, long outputs) =>
        LinearWeights.Read(_checkpoint, _prefix + name, inputs, outputs);

    private Value Vector(string name) => Tensor(name, _config.Width);

    private Value Tensor(string name, params ReadOnlySpan<long> shape) =>
        _graph.Weight(_checkpoint.Get(_prefix + name, shape));
}
