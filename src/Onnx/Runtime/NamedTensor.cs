namespace Tollama.Onnx.Runtime;

/// <summary>A value for an input of a session.</summary>
/// <param name="Name">Name of the input.</param>
/// <param name="Value">The tensor; still the caller's.</param>
public readonly record struct NamedTensor(string Name, TensorValue Value);
