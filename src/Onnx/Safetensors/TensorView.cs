using System.Collections.Immutable;
using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Safetensors;

/// <summary>
/// One tensor of a published weights file, where it lies: nothing is read until <see cref="Bytes"/> or one of the
/// conversions is called. Valid until its file is disposed. One that is still to be written reads as zeros.
/// </summary>
public sealed class TensorView
{
    private readonly SafetensorsFile? _file;

    internal TensorView(SafetensorsFile file, TensorEntry entry, long dataStart)
    {
        _file = file;
        FilePath = file.Path;
        Name = entry.Name;
        DType = entry.DType;
        Shape = entry.Shape;
        Offset = dataStart + entry.Begin;
        ByteLength = entry.End - entry.Begin;
    }

    /// <summary>A tensor that is still to be written, at a place that is not known yet.</summary>
    internal TensorView(TensorSpec spec, string path)
    {
        FilePath = path;
        Name = spec.Name;
        DType = spec.DType;
        Shape = spec.Shape;
        ByteLength = spec.ByteLength;
    }

    /// <summary>Name in the checkpoint.</summary>
    public string Name { get; }

    /// <summary>Element type as stored.</summary>
    public DType DType { get; }

    /// <summary>Dimensions; empty for a scalar.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>Absolute path of the file that holds it.</summary>
    public string FilePath { get; }

    /// <summary>Absolute position of the first byte in the file.</summary>
    public long Offset { get; }

    /// <summary>Bytes it takes in the file.</summary>
    public long ByteLength { get; }

    /// <summary>Number of elements.</summary>
    public long ElementCount => ByteLength / DType.ByteSize();

    /// <summary>The stored little-endian bytes, without a copy. Tensors of 2 GiB and more have no span.</summary>
    public ReadOnlySpan<byte> Bytes => _file is null
        ? new byte[checked((int)ByteLength)]
        : _file.Slice(Offset, checked((int)ByteLength));

    /// <summary>The elements as 32-bit floats, converted from any stored type.</summary>
    public float[] ToFloats()
    {
        var values = new float[checked((int)ElementCount)];
        DTypeConversion.ToFloats(DType, Bytes, values);
        return values;
    }

    /// <summary>The elements as 64-bit floats, converted from any stored type.</summary>
    public double[] ToDoubles()
    {
        var values = new double[checked((int)ElementCount)];
        DTypeConversion.ToDoubles(DType, Bytes, values);
        return values;
    }

    /// <summary><c>name F32 [192, 64]</c>, for messages.</summary>
    public override string ToString() => $"{Name} {DType} [{string.Join(", ", Shape)}]";
}
