namespace Tollama.Onnx.Graph;

/// <summary>How a graph multiplies activations with weights; both forms read the weights where they lie.</summary>
public enum ProductForm
{
    /// <summary>
    /// W·xᵀ, each layer's result turned back where rows are needed: the engine walks through the weights as they are,
    /// which is fastest while the tokens of a call fit into its caches.
    /// </summary>
    WeightsFirst,

    /// <summary>
    /// x·Wᵀ: the engine rearranges each piece of the weights for every call, which pays where many tokens share it.
    /// </summary>
    TokensFirst,
}
