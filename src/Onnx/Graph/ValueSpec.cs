namespace Tollama.Onnx.Graph;

/// <summary>An input or output of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DType">Element type.</param>
/// <param name="Shape">Shape; symbolic axes are free.</param>
public sealed record ValueSpec(string Name, DType DType, Shape Shape);
