namespace Tollama.Onnx.Graph;

/// <summary>
/// Element type of a tensor. The numbers are those of ONNX's <c>TensorProto.DataType</c>, which the engine's own
/// <c>ONNXTensorElementDataType</c> repeats.
/// </summary>
public enum DType
{
    /// <summary>IEEE binary32.</summary>
    Float32 = 1,

    /// <summary>Unsigned byte.</summary>
    UInt8 = 2,

    /// <summary>Signed byte.</summary>
    Int8 = 3,

    /// <summary>Signed, 16 bits.</summary>
    Int16 = 5,

    /// <summary>Signed, 32 bits.</summary>
    Int32 = 6,

    /// <summary>Signed, 64 bits.</summary>
    Int64 = 7,

    /// <summary>One byte, 0 or 1.</summary>
    Bool = 9,

    /// <summary>IEEE binary16.</summary>
    Float16 = 10,

    /// <summary>IEEE binary64.</summary>
    Float64 = 11,

    /// <summary>The upper half of a binary32.</summary>
    BFloat16 = 16,
}
