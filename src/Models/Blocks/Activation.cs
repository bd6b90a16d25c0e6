using Tollama.Models.Checkpoints;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;

namespace Tollama.Models.Blocks;

/// <summary>The activation functions that configs name, as the transformers library spells them.</summary>
internal static class Activation
{
    private const string ProjectionKey = "feed_forward_proj";
    private const string FunctionKey = "dense_act_fn";
    private const double LeakySlope = 0.01;
    private const double QuickGeluFactor = 1.702;

    /// <summary>The function that a config names.</summary>
    /// <param name="config">The config.</param>
    /// <param name="key">The key that holds the name.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="Core.Errors.TollamaException">ModelUnsupported: a name that we do not know.</exception>
    public static Func<Value, Value> Find(ConfigSection config, string key, string name) => name switch
    {
        "relu" => Activations.Relu,
        "relu2" => x => x.Relu().Square(),
        "relu6" => x => x.Clip(0, 6),
        "leaky_relu" => x => x.Max(x * LeakySlope),
        "gelu" or "gelu_python" => Activations.Gelu,
        "gelu_new" or "gelu_pytorch_tanh" or "gelu_fast" or "gelu_accurate" => Activations.GeluTanh,
        "quick_gelu" => x => x * (x * QuickGeluFactor).Sigmoid(),
        "silu" or "swish" => Activations.Silu,
        "mish" => x => x * x.Softplus().Tanh(),
        "tanh" => Activations.Tanh,
        "sigmoid" => Activations.Sigmoid,
        "linear" => x => x,
        _ => throw config.Wrong(
            key,
            "one of relu, relu2, relu6, leaky_relu, gelu, gelu_new, quick_gelu, silu, mish, tanh, sigmoid, linear"),
    };

    /// <summary>
    /// The function of a T5-style config (<c>feed_forward_proj</c>, which <c>dense_act_fn</c> and <c>is_gated_act</c>
    /// overrule), and whether it gates a second projection (Shazeer 2020, "GLU variants improve transformer").
    /// </summary>
    /// <param name="config">The config.</param>
    /// <exception cref="Core.Errors.TollamaException">ModelUnsupported: a name that we do not know.</exception>
    public static (Func<Value, Value> Function, bool IsGated) OfFeedForward(ConfigSection config)
    {
        string projection = config.Has(ProjectionKey) ? config.Text(ProjectionKey) : "relu";
        string[] words = projection.Split('-');
        // "gated-gelu" is T5 1.1's name of the tanh form.
        var function = Find(config, ProjectionKey, projection == "gated-gelu" ? "gelu_new" : words[^1]);
        return (
            config.Has(FunctionKey) ? Find(config, FunctionKey, config.Text(FunctionKey)) : function,
            config.Flag("is_gated_act", fallback: words[0] == "gated"));
    }
}
