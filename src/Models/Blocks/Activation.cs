using Tollama.Models.Checkpoints;
using Tollama.Onnx.Graph;
using Tollama.Onnx.Ops;

namespace Tollama.Models.Blocks;

/// <summary>The activation functions that configs name, as the transformers library spells them.</summary>
internal static class Activation
{
    /// <summary>The function that a config names.</summary>
    /// <param name="config">The config.</param>
    /// <param name="key">The key that holds the name.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="Core.Errors.TollamaException">ModelUnsupported: a name that we do not know.</exception>
    public static Func<Value, Value> Find(ConfigSection config, string key, string name) => name switch
    {
        "relu" => Activations.Relu,
        "gelu" => Activations.Gelu,
        "gelu_new" or "gelu_pytorch_tanh" or "gelu_fast" => Activations.GeluTanh,
        "silu" or "swish" => Activations.Silu,
        "tanh" => Activations.Tanh,
        "sigmoid" => Activations.Sigmoid,
        _ => throw config.Wrong(key, "one of relu, gelu, gelu_new, silu, tanh, sigmoid"),
    };
}
