using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using Tollama.Core.Errors;
using Tollama.Onnx.Graph;

namespace Tollama.Onnx.Safetensors;

/// <summary>
/// Parses and checks the header of a <c>.safetensors</c> file: eight bytes of length (little-endian), that many bytes
/// of JSON, then the data. The tensors must tile the data exactly: no overlap, no hole, nothing before, nothing after.
/// </summary>
internal static class SafetensorsHeader
{
    /// <summary>Bytes of the length field.</summary>
    public const int PrefixLength = 8;

    /// <summary>The format's own limit of a header, 100 MB.</summary>
    private const long LongestHeader = 100_000_000;

    private const string MetadataKey = "__metadata__";

    /// <summary>Reads the length field.</summary>
    /// <param name="prefix">The first bytes of the file, fewer than eight where it is shorter.</param>
    /// <param name="fileLength">Bytes of the whole file.</param>
    /// <param name="path">For messages.</param>
    /// <returns>Bytes of the JSON that follows.</returns>
    public static int ReadLength(ReadOnlySpan<byte> prefix, long fileLength, string path)
    {
        if (prefix.Length < PrefixLength)
        {
            throw Broken(path, $"it has {fileLength} bytes, a header needs at least 10");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length < 2 || length > LongestHeader || (long)length > fileLength - PrefixLength)
        {
            throw Broken(path, $"its header claims {length} bytes, the file has {fileLength}");
        }

        return (int)length;
    }

    /// <summary>Parses the JSON and checks every field against the bytes that follow it.</summary>
    /// <param name="json">The header.</param>
    /// <param name="dataLength">Bytes after the header.</param>
    /// <param name="path">For messages.</param>
    /// <returns>The tensors in file order, and the free-text metadata.</returns>
    public static (ImmutableArray<TensorEntry> Tensors, ImmutableDictionary<string, string> Metadata) Parse(
        ReadOnlySpan<byte> json, long dataLength, string path)
    {
        try
        {
            return ParseObject(json, dataLength, path);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader says InvalidOperation for text that is not UTF-8 and for unpaired surrogates.
            throw Broken(path, "its header is not the JSON that the format asks for", e);
        }
    }

    private static (ImmutableArray<TensorEntry>, ImmutableDictionary<string, string>) ParseObject(
        ReadOnlySpan<byte> json, long dataLength, string path)
    {
        if (json[0] != (byte)'{')
        {
            throw Broken(path, "its header does not begin with '{'");
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 4 });
        reader.Read();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var entries = new List<TensorEntry>();
        var metadata = ImmutableDictionary<string, string>.Empty;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString() ?? throw Broken(path, "a tensor has no name");
            if (!names.Add(name))
            {
                throw Broken(path, $"tensor '{name}' occurs twice in its header");
            }

            reader.Read();
            if (string.Equals(name, MetadataKey, StringComparison.Ordinal))
            {
                metadata = ReadMetadata(ref reader, path);
            }
            else
            {
                entries.Add(ReadEntry(ref reader, name, path));
            }
        }

        if (reader.Read())
        {
            throw Broken(path, "its header goes on after the closing brace");
        }

        return (CheckTiling(entries, dataLength, path), metadata);
    }

    private static ImmutableDictionary<string, string> ReadMetadata(ref Utf8JsonReader reader, string path)
    {
        Expect(ref reader, JsonTokenType.StartObject, MetadataKey, path);
        var texts = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!; // a property name is never null
            reader.Read();
            Expect(ref reader, JsonTokenType.String, MetadataKey, path);
            if (!texts.TryAdd(key, reader.GetString()!)) // the token is a text
            {
                throw Broken(path, $"key '{key}' occurs twice in its metadata");
            }
        }

        return texts.ToImmutable();
    }

    private static TensorEntry ReadEntry(ref Utf8JsonReader reader, string name, string path)
    {
        Expect(ref reader, JsonTokenType.StartObject, name, path);
        DType? type = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string field = reader.GetString()!; // a property name is never null
            reader.Read();
            switch (field)
            {
                case "dtype" when type is null:
                    type = ReadType(ref reader, name, path);
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref reader, name, path);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, name, path);
                    break;
                default:
                    throw Broken(path, $"tensor '{name}' has an unknown or repeated field '{field}'");
            }
        }

        if (type is null || shape is null || offsets is not [long begin, long end])
        {
            throw Broken(path, $"tensor '{name}' lacks dtype, shape or a pair of data_offsets");
        }

        CheckSize(type.Value, shape, begin, end, name, path);
        return new TensorEntry(name, type.Value, [.. shape], begin, end);
    }

    private static DType ReadType(ref Utf8JsonReader reader, string name, string path)
    {
        Expect(ref reader, JsonTokenType.String, name, path);
        string text = reader.GetString()!; // the token is a text
        return text switch
        {
            "F64" => DType.Float64,
            "F32" => DType.Float32,
            "F16" => DType.Float16,
            "BF16" => DType.BFloat16,
            "I64" => DType.Int64,
            "I32" => DType.Int32,
            "I16" => DType.Int16,
            "I8" => DType.Int8,
            "U8" => DType.UInt8,
            "BOOL" => DType.Bool,
            _ => throw Broken(path, $"tensor '{name}' has the element type '{text}', which is not read here"),
        };
    }

    private static List<long> ReadNumbers(ref Utf8JsonReader reader, string name, string path)
    {
        Expect(ref reader, JsonTokenType.StartArray, name, path);
        var numbers = new List<long>(4);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(ref reader, JsonTokenType.Number, name, path);
            if (!reader.TryGetInt64(out long number) || number < 0)
            {
                throw Broken(path, $"tensor '{name}' has a size or offset that is not a whole number from 0 to 2^63");
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private static void CheckSize(
        DType type, List<long> shape, long begin, long end, string name, string path)
    {
        UInt128 bytes = (UInt128)type.ByteSize();
        bool isEmpty = shape.Contains(0);
        foreach (long dimension in shape)
        {
            // Stops at the first overflow of 63 bits; a 0 elsewhere in the shape makes any other size harmless.
            bytes = isEmpty ? 0 : bytes * (UInt128)dimension;
            if (bytes > long.MaxValue)
            {
                throw Broken(path, $"tensor '{name}' with shape [{string.Join(", ", shape)}] exceeds any file");
            }
        }

        if (end < begin || (UInt128)(end - begin) != bytes)
        {
            throw Broken(
                path,
                $"tensor '{name}' with shape [{string.Join(", ", shape)}] of {type} takes {bytes} bytes, "
                + $"its offsets are [{begin}, {end}]");
        }
    }

    private static ImmutableArray<TensorEntry> CheckTiling(List<TensorEntry> entries, long dataLength, string path)
    {
        var sorted = entries.OrderBy(e => e.Begin).ThenBy(e => e.End).ToImmutableArray();
        long position = 0;
        foreach (var entry in sorted)
        {
            if (entry.Begin != position)
            {
                throw Broken(
                    path,
                    $"tensor '{entry.Name}' begins at byte {entry.Begin} of the data, "
                        + $"{(entry.Begin < position ? "inside" : "beyond the end of")} its predecessor, which ends at "
                        + $"{position}"
                );
            }

            position = entry.End;
        }

        return position == dataLength
            ? sorted
            : throw Broken(path, $"its tensors end at byte {position} of the data, the file has {dataLength}");
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string name, string path)
    {
        if (reader.TokenType != type)
        {
            throw Broken(path, $"entry '{name}' has a field of the wrong type ({reader.TokenType})");
        }
    }

    /// <summary>The typed error of every fault of a weights file.</summary>
    public static TollamaException Broken(string path, string what, Exception? inner = null) =>
        new(
            ErrorCode.ModelUnsupported,
            $"'{path}' is not an intact .safetensors file: {what}. Remove the model and pull it again.",
            inner);
}
