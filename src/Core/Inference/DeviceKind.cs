namespace Tollama.Core.Inference;

/// <summary>Kinds of devices.</summary>
public enum DeviceKind
{
    /// <summary>The processor and main memory.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU through ONNX Runtime's CUDA provider.</summary>
    Cuda,

    /// <summary>A GPU through ONNX Runtime's WebGPU provider.</summary>
    WebGpu,

    /// <summary>
    /// Accounts memory like a GPU, computes on the processor: for tests, demos and capacity planning.
    /// </summary>
    Simulated,
}
