using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Safetensors;

/// <summary>
/// Writes <c>.safetensors</c> files: random checkpoints of published size, tiny ones in tests. The file appears under
/// its name only when it is whole.
/// </summary>
public static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>Writes a file.</summary>
    /// <param name="path">Where; an existing file is replaced.</param>
    /// <param name="tensors">Name, type and shape of each tensor, in the order in which they are to lie.</param>
    /// <param name="fill">Fills a tensor's bytes (little-endian), called once a tensor, in order.</param>
    public static void Write(
        string path, IReadOnlyList<TensorSpec> tensors, Action<TensorSpec, Span<byte>> fill)
    {
        string partial = path + ".partial";
        using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(Header(tensors));
            foreach (var tensor in tensors)
            {
                byte[] buffer = ArrayPool<byte>.Shared.Rent(checked((int)tensor.ByteLength));
                try
                {
                    var bytes = buffer.AsSpan(0, (int)tensor.ByteLength);
                    fill(tensor, bytes);
                    file.Write(bytes);
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }
            }
        }

        File.Move(partial, path, overwrite: true);
    }

    private static byte[] Header(IReadOnlyList<TensorSpec> tensors)
    {
        using var stream = new MemoryStream();
        stream.Write(stackalloc byte[SafetensorsHeader.PrefixLength]);
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            json.WriteEndObject();
            long position = 0;
            foreach (var tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", NameOf(tensor.DType));
                WriteNumbers(json, "shape", tensor.Shape);
                WriteNumbers(json, "data_offsets", [position, position + tensor.ByteLength]);
                json.WriteEndObject();
                position += tensor.ByteLength;
            }

            json.WriteEndObject();
        }

        // Spaces after the JSON put the data on a boundary that every element type likes.
        while (stream.Length % Alignment != 0)
        {
            stream.WriteByte((byte)' ');
        }

        byte[] header = stream.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - SafetensorsHeader.PrefixLength);
        return header;
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, ImmutableArray<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static string NameOf(DType type) => type switch
    {
        DType.Float64 => "F64",
        DType.Float32 => "F32",
        DType.Float16 => "F16",
        DType.BFloat16 => "BF16",
        DType.Int64 => "I64",
        DType.Int32 => "I32",
        DType.Int16 => "I16",
        DType.Int8 => "I8",
        DType.UInt8 => "U8",
        DType.Bool => "BOOL",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not an element type"),
    };
}
