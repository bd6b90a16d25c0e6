namespace Tollama.Onnx.Runtime;

/// <summary>How far the engine rewrites a graph while loading it; the numbers are the engine's.</summary>
public enum GraphOptimization
{
    /// <summary>As it is: for the comparison of intermediate values.</summary>
    None = 0,

    /// <summary>Constant folding, removal of what is redundant.</summary>
    Basic = 1,

    /// <summary>Fusions of its own operators too.</summary>
    Extended = 2,

    /// <summary>Everything, memory layouts included.</summary>
    All = 99,
}
