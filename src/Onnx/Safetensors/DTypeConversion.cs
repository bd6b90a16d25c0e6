using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Safetensors;

/// <summary>Conversions between the element types of weights files and the types that we compute with.</summary>
public static class DTypeConversion
{
    /// <summary>
    /// Converts stored little-endian elements to 32-bit floats; 64-bit values are rounded to nearest.
    /// </summary>
    /// <param name="type">Stored type.</param>
    /// <param name="source">Stored bytes, a whole number of elements.</param>
    /// <param name="target">As long as <paramref name="source"/> has elements.</param>
    public static void ToFloats(DType type, ReadOnlySpan<byte> source, Span<float> target)
    {
        CheckLengths(type, source.Length, target.Length);
        switch (type)
        {
            case DType.Float32:
                source.CopyTo(MemoryMarshal.AsBytes(target));
                break;
            case DType.Float16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(source), target);
                break;
            case DType.BFloat16:
                WidenBFloat16(MemoryMarshal.Cast<byte, ushort>(source), target);
                break;
            default:
                for (int i = 0; i < target.Length; i++)
                {
                    target[i] = (float)ReadElement(type, source, i);
                }

                break;
        }
    }

    /// <summary>Converts stored little-endian elements to 64-bit floats.</summary>
    /// <param name="type">Stored type.</param>
    /// <param name="source">Stored bytes, a whole number of elements.</param>
    /// <param name="target">As long as <paramref name="source"/> has elements.</param>
    public static void ToDoubles(DType type, ReadOnlySpan<byte> source, Span<double> target)
    {
        CheckLengths(type, source.Length, target.Length);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = ReadElement(type, source, i);
        }
    }

    /// <summary>The binary32 value of a bfloat16 bit pattern.</summary>
    public static float FromBFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    /// <summary>The bfloat16 bit pattern nearest to <paramref name="value"/> (ties to even; NaN stays a NaN).</summary>
    public static ushort ToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)(bits >> 16 | 0x40) : (ushort)(bits + 0x7FFF + (bits >> 16 & 1) >> 16);
    }

    private static void WidenBFloat16(ReadOnlySpan<ushort> source, Span<float> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = FromBFloat16(source[i]);
        }
    }

    private static double ReadElement(DType type, ReadOnlySpan<byte> source, int index)
    {
        var at = source[(index * type.ByteSize())..];
        return type switch
        {
            DType.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(at),
            DType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(at),
            DType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(at),
            DType.BFloat16 => FromBFloat16(BinaryPrimitives.ReadUInt16LittleEndian(at)),
            DType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(at),
            DType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(at),
            DType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(at),
            DType.Int8 => (sbyte)at[0],
            DType.UInt8 => at[0],
            DType.Bool => at[0] == 0 ? 0 : 1,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not an element type"),
        };
    }

    private static void CheckLengths(DType type, int bytes, int elements)
    {
        if (bytes != (long)elements * type.ByteSize())
        {
            throw new ArgumentException($"{bytes} bytes are not {elements} elements of {type}");
        }
    }
}
